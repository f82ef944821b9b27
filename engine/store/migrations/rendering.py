"""How our own column types are written into a generated migration."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from engine.store.columns import Instant


def render_item(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Instant):
        autogenerate.imports.add("from engine.store.columns import Instant")
        return "Instant()"
    return False
