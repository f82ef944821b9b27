"""Thai pages, and the English ones made of the catalogues ``web/*/en.po``.

The Thai words in the templates are the message ids. A message without an English entry is shown
in Thai; a test keeps the catalogues complete.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from engine.errors import Sentence
from web.design.preferences import preference

THAI: Final = "th"
ENGLISH: Final = "en"

_ROOMS: Final = Path(__file__).parents[1]


def language() -> str:
    """Return the language of the page being made: THAI or ENGLISH."""
    return preference("language")


def say(sentence: Sentence) -> str:
    return sentence.en if language() == ENGLISH else sentence.th


def gettext(message: str) -> str:
    return _translations(language()).ugettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return _translations(language()).ungettext(singular, plural, count)


@cache
def _translations(chosen: str) -> NullTranslations:
    return english_catalogue(_ROOMS) if chosen == ENGLISH else NullTranslations()


def english_catalogue(rooms: Path) -> Translations:
    """Read ``en.po`` of every room; ValueError where two rooms translate a message differently."""
    merged = Translations()
    for file in sorted(rooms.glob("*/en.po")):
        with file.open("rb") as source:
            catalogue = read_po(source, locale=ENGLISH)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        added = Translations(fp=compiled)
        _refuse_contradiction(merged, added, file)
        merged.merge(added)
    return merged


def _refuse_contradiction(merged: Translations, added: Translations, file: Path) -> None:
    for message, text in added._catalog.items():  # noqa: SLF001  # gettext offers no listing
        if message and merged._catalog.get(message, text) != text:  # noqa: SLF001  # as above
            raise ValueError(f"{file} translates {message!r} otherwise than another room")
