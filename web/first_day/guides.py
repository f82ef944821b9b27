"""The steps of a first day, a file of TOML a role: what to do, and on which page."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from engine.errors import Sentence
from engine.office.roles import Role

# In this order on the page of who has several of them.
GUIDED: Final = (
    Role.OFFICER,
    Role.UNIT_MEMBER,
    Role.HEAD,
    Role.MANAGER,
    Role.PROCESS_OWNER,
    Role.AUDITOR,
)
# Who decides in the head's place does on a first day what the head does.
_LIKE: Final = {Role.ALTERNATE_HEAD: Role.HEAD}


@dataclass(frozen=True)
class Step:
    """``page`` is an endpoint; ``find`` names what of the demonstration it opens (places.py)."""

    key: str
    page: str
    args: Mapping[str, Any]
    find: str | None
    title: Sentence
    text: Sentence


@dataclass(frozen=True)
class Guide:
    steps: tuple[Step, ...]


@cache
def guide(role: Role) -> Guide:
    file = files("web.first_day").joinpath("guides", f"{role.value}.toml")
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    return Guide(tuple(_step(role, key, one) for key, one in written.items()))


def guides_for(roles: Iterable[Role]) -> dict[Role, Guide]:
    """Return what somebody with these roles is guided through, each by the role she holds."""
    held = {_LIKE.get(role, role): role for role in sorted(roles, key=list(Role).index)[::-1]}
    return {held[role]: guide(role) for role in GUIDED if role in held}


def _step(role: Role, key: str, written: Mapping[str, Any]) -> Step:
    return Step(
        key=f"{role.value}.{key}",
        page=written["page"],
        args=written.get("args", {}),
        find=written.get("find"),
        title=Sentence(written["title"], written["title_en"]),
        text=Sentence(written["text"], written["text_en"]),
    )
