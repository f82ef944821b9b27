"""What a printed paper says when it is read by a machine, and where on the page it says it."""

import re

import pypdfium2

from engine.papers.blocks import Sheet


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF as a reader copies it, without spaces: lines end where they end."""
    document = pypdfium2.PdfDocument(pdf)
    return "".join(without_spaces(page_text(document, n)) for n in range(len(document)))


def page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    return document[number].get_textpage().get_text_range()


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


def lines_of(pdf: bytes) -> list[str]:
    """Return the lines of a PDF as they are broken."""
    document = pypdfium2.PdfDocument(pdf)
    texts = (page_text(document, n) for n in range(len(document)))
    return [line for text in texts for line in text.replace("\r", "").split("\n") if line.strip()]


def texts_of(value: object) -> list[str]:
    """Return every text of a laid-out paper, in the order of its blocks."""
    if isinstance(value, Sheet):
        return [text for block in value.blocks for text in texts_of(block)]
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in texts_of(one)]
    if hasattr(value, "__dataclass_fields__"):
        return [t for name in value.__dataclass_fields__ for t in texts_of(getattr(value, name))]
    return []
