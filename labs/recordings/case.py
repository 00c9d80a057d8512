"""The table of cases: a function that acts one out, with its name and the fact it shows."""

import dataclasses
from collections.abc import Callable

CASES = {}


@dataclasses.dataclass
class Case:
    name: str
    fact: str
    engine: str
    alone: bool
    act: Callable


def case(name, fact, engine="postgres", alone=False):
    """`alone`: kills the worker or keeps a transaction open, so nothing may run beside it."""

    def add(act):
        CASES[name] = Case(name, fact, engine, alone, act)
        return act

    return add
