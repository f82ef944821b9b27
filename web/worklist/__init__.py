"""The officer's room: what is due, the form that is to be filled, a new complaint."""

from web.worklist import (
    calendar,
    consulting,
    drafts,
    due_papers,
    handing,
    intake,
    intake_drafts,
    items,
    lists,
    notices,
    paper_forms,
    papers,
    saving,
    scanning,
    searching,
    substituting,
)
from web.worklist.room import blueprint

__all__ = [
    "blueprint",
    "calendar",
    "consulting",
    "drafts",
    "due_papers",
    "handing",
    "intake",
    "intake_drafts",
    "items",
    "lists",
    "notices",
    "paper_forms",
    "papers",
    "saving",
    "scanning",
    "searching",
    "substituting",
]
