"""The case file on a page: the drawing, the clocks explained, what was said and done."""

from web.case_file import (
    committee,
    extending,
    follow_ups,
    identities,
    joining,
    links,
    notes,
    papers,
    registry,
    respondents,
    sources,
    splitting,
    suspending,
    tags,
    viewing,
    views,
    withdrawing,
)
from web.case_file.room import blueprint

__all__ = [
    "blueprint",
    "committee",
    "extending",
    "follow_ups",
    "identities",
    "joining",
    "links",
    "notes",
    "papers",
    "registry",
    "respondents",
    "sources",
    "splitting",
    "suspending",
    "tags",
    "viewing",
    "views",
    "withdrawing",
]
