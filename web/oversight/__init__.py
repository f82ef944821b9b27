"""The manager's room: where every case stands, what is late, who holds it, and to whom it goes."""

from web.oversight import several
from web.oversight.views import blueprint

__all__ = ["blueprint", "several"]
