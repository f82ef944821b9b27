"""The public door: complain by name or without, follow a case by its code, write and be told."""

from web.public import (
    following,
    guideline,
    lodging,
    participation,
    receipts,
    recordings,
    retaliation,
    satisfaction,
    start,
    statistics,
)
from web.public.room import blueprint

__all__ = [
    "blueprint",
    "following",
    "guideline",
    "lodging",
    "participation",
    "receipts",
    "recordings",
    "retaliation",
    "satisfaction",
    "start",
    "statistics",
]
