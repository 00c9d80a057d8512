"""Importing the modules fills the table."""

from case import CASES
from cases import (
    answers,
    queues,
    shapes,
    unanswered,
    failures,
    hangs,
    channels,
    engines,
    initial,
    offsets_only,
    restarts,
    states,
)

__all__ = [
    "CASES",
    "answers",
    "queues",
    "shapes",
    "unanswered",
    "failures",
    "hangs",
    "channels",
    "engines",
    "initial",
    "offsets_only",
    "restarts",
    "states",
]
