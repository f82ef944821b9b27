"""The process owner's room: editions, drafts, the diagram and form editors, the review."""

from web.studio import catalogue, drafting, editors, exchange, reviewing
from web.studio.room import blueprint

__all__ = ["blueprint", "catalogue", "drafting", "editors", "exchange", "reviewing"]
