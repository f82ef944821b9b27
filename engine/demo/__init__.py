"""The demonstration: two offices of invented people and their cases, made only by commands."""

from engine.demo.filling import DemoSummary, SignIn, fill

__all__ = ["DemoSummary", "SignIn", "fill"]
