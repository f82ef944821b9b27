"""The values of the design as the browser gets them, read from the style sheet of the build."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from engine.errors import Sentence
from web.design.assets import Assets
from web.examples.catalogue import read_texts

_BLOCKS: Final = {
    "light": re.compile(r":root\{([^}]*--ink:[^}]*)\}"),
    "dark": re.compile(r':root\[data-theme="?dark"?\]\{([^}]*--ink:[^}]*)\}'),
}
_VALUE: Final = re.compile(r"--([\w-]+):([^;]+)")
# As WCAG 2 defines relative luminance and contrast.
_LINEAR_UP_TO: Final = 0.04045
_WEIGHTS: Final = (0.2126, 0.7152, 0.0722)
_PIXELS: Final = 16


@dataclass(frozen=True)
class Colour:
    """A role with its value in each theme; ``contrasts`` are to the roles named in ``against``."""

    role: str
    use: Sentence
    against: tuple[str, ...]
    values: Mapping[str, str]
    contrasts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Length:
    name: str
    pixels: str
    use: Sentence


def colours() -> list[tuple[Sentence, list[Colour]]]:
    """Return the colours in groups, each measured in both themes."""
    return [
        (
            Sentence(group["title"], group["title_en"]),
            [_colour(role, one) for role, one in group.items() if isinstance(one, dict)],
        )
        for group in read_texts("colours").values()
    ]


def lengths(kind: str) -> list[Length]:
    """Return the sizes of type ("type") or the steps of space ("space")."""
    return [
        Length(name, _pixels(_values("light")[name]), Sentence(use, use_en))
        for name, (use, use_en) in read_texts("lengths")[kind].items()
    ]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _colour(role: str, written: Mapping[str, object]) -> Colour:
    given = written.get("against", ())
    against = tuple(str(other) for other in given) if isinstance(given, list) else ()
    themes = {theme: _values(theme) for theme in _BLOCKS}
    return Colour(
        role=role,
        use=Sentence(str(written["use"]), str(written["use_en"])),
        against=against,
        values={theme: values[role] for theme, values in themes.items()},
        contrasts={
            theme: tuple(f"{contrast(values[role], values[other]):.1f}" for other in against)
            for theme, values in themes.items()
        },
    )


@cache
def _values(theme: str) -> Mapping[str, str]:
    assets = Assets.read()
    sheet = (assets.folder / assets.resolve("design.css")).read_text(encoding="utf-8")
    found = _BLOCKS[theme].search(sheet)
    if found is None:
        raise ValueError(f"the style sheet of the build has no values of the {theme} theme")
    return {name: value.strip() for name, value in _VALUE.findall(found[1])}


def _pixels(length: str) -> str:
    return f"{float(length.removesuffix('rem')) * _PIXELS:g}"


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == len("rgb"):
        digits = "".join(digit * 2 for digit in digits)
    shares = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return sum(
        weight * (share / 12.92 if share <= _LINEAR_UP_TO else ((share + 0.055) / 1.055) ** 2.4)
        for weight, share in zip(_WEIGHTS, shares, strict=True)
    )
