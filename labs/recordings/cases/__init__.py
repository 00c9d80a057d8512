"""Importing the modules fills the table."""
from case import CASES
from cases import answers, channels, engines, failures, initial, offsets_only, restarts

__all__ = ["CASES", "answers", "channels", "engines", "failures", "initial", "offsets_only", "restarts"]
