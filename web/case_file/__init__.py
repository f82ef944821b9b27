"""The case file on a page: the drawing, the clocks explained, what was said and done."""

from web.case_file import identities, joining, links, notes, papers, respondents, viewing, views
from web.case_file.room import blueprint

__all__ = [
    "blueprint",
    "identities",
    "joining",
    "links",
    "notes",
    "papers",
    "respondents",
    "viewing",
    "views",
]
