"""The public door: complain by name or without, follow a case by its code, write and be told."""

from web.public import (
    blank,
    documents,
    following,
    guideline,
    lodging,
    oit_bundle,
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
    "blank",
    "blueprint",
    "documents",
    "following",
    "guideline",
    "lodging",
    "oit_bundle",
    "participation",
    "receipts",
    "recordings",
    "retaliation",
    "satisfaction",
    "start",
    "statistics",
]
