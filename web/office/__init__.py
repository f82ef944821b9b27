"""What the office has set: seen in words, changed with a reason and a day, revision by revision."""

from web.office.room import blueprint

__all__ = ["blueprint"]
