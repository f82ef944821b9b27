"""วันแรกกับสุจริต: what to try on the first day, a step after the other, on invented cases."""

from web.first_day.views import blueprint

__all__ = ["blueprint"]
