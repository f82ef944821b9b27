"""The little Markdown that a form's text may use: paragraphs, headings, lists, bold.

No links, pictures or HTML: all else is shown as it is written.
"""

import re
from typing import Final

from markupsafe import Markup, escape

_HEADING: Final = re.compile(r"(#{1,6})\s+(.*)")
_ITEM: Final = re.compile(r"[-*]\s+(.*)")
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")


def passage_html(text: str) -> Markup:
    """Give the text as HTML. Every heading becomes an h3: it stands in a form, under its h2."""
    parts: list[Markup] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.split("\n")]
        if heading := _HEADING.fullmatch(lines[0]):
            parts.append(Markup("<h3>{}</h3>").format(_inline(heading[2])))
            lines = lines[1:]
        if lines and all(_ITEM.fullmatch(line) for line in lines):
            items = Markup("").join(
                Markup("<li>{}</li>").format(_inline(_ITEM.sub(r"\1", line))) for line in lines
            )
            parts.append(Markup('<ul class="bul">{}</ul>').format(items))
        elif lines:
            joined = Markup("<br>").join(_inline(line) for line in lines)
            parts.append(Markup("<p>{}</p>").format(joined))
    return Markup("").join(parts)


def _inline(text: str) -> Markup:
    pieces = _BOLD.split(text)
    return Markup("").join(
        Markup("<b>{}</b>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
