"""What is shown on which page: a file of TOML a page, each part with when to use it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from engine.errors import Sentence

# In the order in which they are read: from the whole to the parts, from words to papers.
PAGES: Final = ("principles", "values", "marks", "lists", "forms", "refused", "file", "paper")


@dataclass(frozen=True)
class Example:
    """``source`` names what the product itself makes it with: a template and a macro, a class."""

    key: str
    title: Sentence
    when: Sentence
    avoid: Sentence
    source: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    key: str
    title: Sentence
    lead: Sentence
    examples: Mapping[str, Example]


@cache
def page(key: str) -> Page:
    """Return one of `PAGES` with its examples in the order of their file."""
    written = read_texts(key)
    head = written.pop("page")
    examples = {name: _example(name, one) for name, one in written.items()}
    return Page(key, _sentence(head, "title"), _sentence(head, "lead"), examples)


def read_texts(name: str) -> dict[str, Any]:
    text = files("web.examples").joinpath("texts", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _example(key: str, written: Mapping[str, Any]) -> Example:
    return Example(
        key=key,
        title=_sentence(written, "title"),
        when=_sentence(written, "when"),
        avoid=_sentence(written, "avoid"),
        source=tuple(written.get("source", ())),
    )


def _sentence(written: Mapping[str, Any], name: str) -> Sentence:
    return Sentence(written[name], written[f"{name}_en"])
