"""The officer's room: what is due, the form that is to be filled, a new complaint."""

from web.worklist import handing, intake, items, lists, notices, papers, scanning
from web.worklist.room import blueprint

__all__ = ["blueprint", "handing", "intake", "items", "lists", "notices", "papers", "scanning"]
