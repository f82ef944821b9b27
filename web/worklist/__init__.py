"""The officer's room: what is due, the form that is to be filled, a new complaint."""

from web.worklist import (
    calendar,
    consulting,
    deciding,
    drafts,
    due_papers,
    handing,
    intake,
    intake_drafts,
    items,
    lists,
    notices,
    papers,
    saving,
    scanning,
    searching,
    several,
    substituting,
)
from web.worklist.room import blueprint

__all__ = [
    "blueprint",
    "calendar",
    "consulting",
    "deciding",
    "drafts",
    "due_papers",
    "handing",
    "intake",
    "intake_drafts",
    "items",
    "lists",
    "notices",
    "papers",
    "saving",
    "scanning",
    "searching",
    "several",
    "substituting",
]
