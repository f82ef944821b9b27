"""One case as everybody who may see it sees it: diagram, deadlines, events, papers."""

from web.case_file.views import blueprint

__all__ = ["blueprint"]
