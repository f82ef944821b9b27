"""The room of reports: the figures of a period, as a page, on paper and as a file."""

from web.reports.views import blueprint

__all__ = ["blueprint"]
