#!/usr/bin/env python3
"""Cut the demo's recording out of the captured topics: `make.py CAPTURES OUTPUT`.

CAPTURES is the folder that holds `pg-incremental`; OUTPUT is
`Sources/CDemoRecording/orders_large.recording`. The same captures give the same bytes.
README.md tells what is in it and how it is laid out. Needs zstd.
"""
import json
import pathlib
import subprocess
import sys

# The incremental snapshot `adhoc-1`, from the offset before its signal to its COMPLETED.
FIRST, LAST = 1_795_248_288_993_000, 1_795_248_291_515_000
TOPICS = [
    "connect-offsets",
    "shop-notifications",
    "shop.public.debezium_signal",
    "shop.public.orders_large",
]
SHORTEST_MATCH = 4


def records(folder, topic):
    """What kcat wrote of a topic, in order, each with the moment that the record itself tells."""
    file = folder / "pg-incremental" / f"{topic}.jsonl.zst"
    text = subprocess.run(["zstd", "-dcq", file], check=True, capture_output=True, text=True).stdout
    last = 0
    for line in text.splitlines():
        record = json.loads(line)
        # A tombstone tells no time: it came with the record before it.
        last = max(last, moment(record) or last)
        yield last, record


def moment(record):
    """Microseconds since 1970: when the connector made the record, not when a batch was sent."""
    value = json.loads(record["payload"]) if record["payload"] else {}
    if "timestamp" in value:
        return value["timestamp"] * 1000
    return value.get("ts_us") or value.get("ts_usec")


def varint(number):
    """LEB128: seven bits a byte, the lowest first, the top bit set on all but the last."""
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def body(record):
    """Key, value, then the headers' names and values in turn; a length is one more, 0 is null."""
    fields = [record.get("key"), record["payload"]] + (record.get("headers") or [])
    packed = bytearray()
    for field in fields:
        if field is None:
            packed += varint(0)
        else:
            text = field.encode()
            packed += varint(len(text) + 1) + text
    return bytes(packed)


def packed(this, before):
    """`this` as literals and copies from what lies behind: the topic's record before, and itself."""
    window = before + this
    places = {}
    for place in range(max(0, len(before) - SHORTEST_MATCH + 1)):
        places.setdefault(window[place : place + SHORTEST_MATCH], []).append(place)
    steps = bytearray()
    literals = bytearray()
    at = known = len(before)
    while at < len(window):
        while known < at:
            places.setdefault(window[known : known + SHORTEST_MATCH], []).append(known)
            known += 1
        length, distance = longest(window, at, places.get(window[at : at + SHORTEST_MATCH], []))
        if length < SHORTEST_MATCH:
            literals.append(window[at])
            at += 1
            continue
        steps += varint(len(literals)) + literals + varint(length) + varint(distance)
        literals.clear()
        at += length
    if literals:
        steps += varint(len(literals)) + literals + varint(0) + varint(0)
    return bytes(steps)


def longest(window, at, places):
    best, distance = 0, 0
    for place in reversed(places):
        length = 0
        while at + length < len(window) and window[place + length] == window[at + length]:
            length += 1
        if length > best:
            best, distance = length, at - place
    return best, distance


def main(captures, output):
    found = []
    for number, topic in enumerate(TOPICS):
        for at, record in records(captures, topic):
            if FIRST <= at <= LAST:
                found.append((at, number, record["offset"], record))
    found.sort(key=lambda entry: entry[:3])

    signal = next(at for at, number, _, _ in found if number == 2)
    source = json.loads(next(r["payload"] for _, number, _, r in found if number == 3))["source"]
    lines = ["cdcwatch recording 1", f"start {signal // 1000}", f"first {FIRST}"]
    lines += [f"connector {source['connector']} {source['version']}"]
    lines += [f"topic {topic}" for topic in TOPICS]
    packed_records = bytearray("\n".join(lines).encode() + b"\n\n")
    before = {}
    last = FIRST
    for at, number, _, record in found:
        this = body(record)
        steps = packed(this, before.get(number, b""))
        packed_records += varint(at - last) + varint(number) + varint(len(this))
        packed_records += steps
        before[number], last = this, at
    output.write_bytes(packed_records)
    for number, topic in enumerate(TOPICS):
        print(f"{topic}: {sum(entry[1] == number for entry in found)} records")
    print(f"{output}: {len(packed_records)} bytes, {(found[-1][0] - found[0][0]) / 1e6:.3f} s")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
