"""The auditor's room: replay within a grant, who looked, and the head's giving of grants."""

from web.audit.room import blueprint

__all__ = ["blueprint"]
