"""The design language as it really is: every part live at /design, in a demonstration only."""

from web.examples.views import blueprint

__all__ = ["blueprint"]
