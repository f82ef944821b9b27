"""The register's room: both books on the page, on paper and as files; the paper book comes in."""

from web.register import importing
from web.register.views import blueprint

__all__ = ["blueprint", "importing"]
