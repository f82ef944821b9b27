"""The room of reports: the figures of a period, and the office's own business by the calendar."""

from web.reports import business, records, views
from web.reports.room import blueprint

__all__ = ["blueprint", "business", "records", "views"]
