#!/usr/bin/env python3
"""Acts out snapshots on real servers and records their topics into Tests/Recordings.

record.py --list | CASE... | --all  [--jobs N] [--world DIR]
"""

import argparse
import concurrent.futures
import sys
import time
import traceback

import recording
from cases import CASES
from scene import DidNotReproduce, Scene
from world import World


def play(world, case):
    """Runs one case; returns None, or why there is no recording."""
    scene = Scene(world, case.name, case.engine)
    scene.fact = case.fact
    began = time.monotonic()
    try:
        scene.prepare()
        seen = " ".join(case.act(scene).split())
        size = recording.write(scene, seen)
        print(f"{case.name}: {size:,} bytes, {time.monotonic() - began:.0f} s", flush=True)
        return None
    except DidNotReproduce as reason:
        print(f"{case.name}: did not reproduce: {reason}", flush=True)
        return str(reason)
    except Exception as error:
        traceback.print_exc()
        print(f"{case.name}: failed: {error}", flush=True)
        return str(error)
    finally:
        try:
            scene.end()
        except Exception as error:
            print(f"{case.name}: cannot clean up: {error}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--list", action="store_true", help="names, engines and facts")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=6, help="cases at once on the one worker")
    parser.add_argument("--world", metavar="DIR", help="use and keep the servers of this folder")
    options = parser.parse_args()
    if options.list:
        for case in CASES.values():
            print(f"{case.name:36} {case.engine:9} {case.fact}")
        return 0
    names = list(CASES) if options.all else options.cases
    unknown = [name for name in names if name not in CASES]
    if unknown or not names:
        parser.error(
            f"no such case: {', '.join(unknown)}" if unknown else "name a case, --list or --all"
        )
    chosen = [CASES[name] for name in names]
    world = World(options.world)
    try:
        world.up({case.engine for case in chosen})
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            together = [case for case in chosen if not case.alone]
            failures = [why for why in pool.map(lambda case: play(world, case), together) if why]
        # These kill the worker or hold a transaction open, which others on it would feel.
        failures += [why for case in chosen if case.alone and (why := play(world, case))]
    finally:
        if not options.world:
            world.down()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
