"""The officer's room: what is due, the form that is to be filled, a new complaint."""

from web.worklist.views import blueprint

__all__ = ["blueprint"]
