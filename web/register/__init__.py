"""The register's room: the open book and the secret one, on the page, on paper and as files."""

from web.register.views import blueprint

__all__ = ["blueprint"]
