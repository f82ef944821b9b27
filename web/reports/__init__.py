"""The room of reports: figures, the office's own business, what must be public or destroyed."""

from web.reports import business, oit, records, views
from web.reports.room import blueprint

__all__ = ["blueprint", "business", "oit", "records", "views"]
