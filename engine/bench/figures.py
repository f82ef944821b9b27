"""A figure: what was measured, how often, and how far apart the samples lay."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``value`` is the median of ``n`` samples, or the one number of its unit."""

    name: str
    value: float
    unit: str
    n: int
    p50: float
    p95: float
    backend: str


def of_samples(name: str, seconds: Sequence[float], backend: str) -> Figure:
    """Return the figure of timed samples, in milliseconds."""
    ordered = sorted(1000 * one for one in seconds)
    p50, p95 = (ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.5, 0.95))
    return Figure(name, round(p50, 3), "ms", len(ordered), round(p50, 3), round(p95, 3), backend)


def of_number(name: str, value: float, unit: str, backend: str) -> Figure:
    rounded = round(value, 3)
    return Figure(name, rounded, unit, 1, rounded, rounded, backend)
