"""What each page is for, what one can do there and what happens then: a file of TOML a page.

A file ``topics/<endpoint>.toml`` is about the page of that endpoint. Other endpoints that show
the same page, as a refused post does, stand in ``pages``. ``ask`` names the roles of the office
that know more; who holds them is looked up when the help is shown.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from engine.office.roles import Role
from web.design.language import ENGLISH, THAI, language

LANGUAGES: Final = (THAI, ENGLISH)


@dataclass(frozen=True)
class Text:
    """The help in one language. ``name`` is what the page calls itself."""

    name: str
    purpose: str
    can: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    about: str
    pages: tuple[str, ...]
    ask: tuple[Role, ...]
    texts: Mapping[str, Text]

    @property
    def text(self) -> Text:
        """The text in the language of the page that is being made."""
        return self.texts[language()]


@cache
def topics() -> Mapping[str, Topic]:
    """Return every topic by the endpoint it is about."""
    return {topic.about: topic for topic in _read()}


@cache
def topic_of(endpoint: str) -> Topic | None:
    """Return the help for what an endpoint shows."""
    found = topics()
    return found.get(endpoint) or next(
        (topic for topic in found.values() if endpoint in topic.pages), None
    )


def _read() -> Iterator[Topic]:
    for file in files("web.help_pages").joinpath("topics").iterdir():
        about, _, kind = file.name.rpartition(".")
        if kind == "toml":
            yield _topic(about, tomllib.loads(file.read_text(encoding="utf-8")))


def _topic(about: str, written: Mapping[str, Any]) -> Topic:
    return Topic(
        about=about,
        pages=tuple(written.get("pages", ())),
        ask=tuple(Role(key) for key in written["ask"]),
        texts={
            each: Text(
                name=written[each]["name"],
                purpose=written[each]["purpose"],
                can=tuple(written[each]["can"]),
                then=tuple(written[each]["then"]),
            )
            for each in LANGUAGES
        },
    )
