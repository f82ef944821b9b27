"""Help on every page in the office's words, and the keys for who works without a mouse."""

from web.help_pages.views import blueprint, help_page

__all__ = ["blueprint", "help_page"]
