"""A paper as PDF: set by typst, which is given texts as data and never as markup."""

import json
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from engine.papers.blocks import Cells, Sheet
from engine.papers.contents import Booklet, Paper
from engine.papers.faces import Face, find_face
from engine.papers.layouts import lay_out
from engine.papers.words import LONGEST_PIECE, pieces

_FOLDER: Final = Path(__file__).parent / "template"
_TEMPLATE: Final = (_FOLDER / "sheet.typ").read_bytes()
# For keeping, and for those who have a paper read to them.
_STANDARDS: Final = ["a-2a", "ua-1"]
LARGEST_EMBLEM: Final = 1_000_000


@dataclass(frozen=True)
class Printer:
    """What an installation prints with. Make it once: it reads the fonts."""

    face: Face
    emblem: bytes | None = None

    def pdf(self, paper: Paper | Booklet) -> bytes:
        """Return the paper as a tagged PDF: the same paper gives the same bytes."""
        try:
            return self._set(paper, _STANDARDS)
        except typst.TypstError:
            # A letter that no face has is a blank box on paper, and no reason to print none:
            # the standards alone refuse it.
            return self._set(paper, [])

    def _set(self, paper: Paper | Booklet, standards: list[Any]) -> bytes:
        compiler = typst.Compiler(
            root=str(_FOLDER), font_paths=self.face.fonts, ignore_system_fonts=True
        )
        made = compiler.compile(
            _TEMPLATE,
            format="pdf",
            sys_inputs={
                "sheet": json.dumps(_sheet(lay_out(paper), self.face), ensure_ascii=False),
                "emblem": json.dumps(list(self.emblem or b"")),
            },
            pdf_standards=standards,
            timestamp=int(paper.marks.made_at.timestamp()),
        )
        assert isinstance(made, bytes)  # noqa: S101  (one file, not a list of pages)
        return made


@cache
def printer_of(fonts_dir: Path | None, emblem_file: Path | None) -> Printer:
    """Return the printer of this process, made when the first paper is printed."""
    emblem = emblem_file.read_bytes() if emblem_file and emblem_file.is_file() else None
    return Printer(find_face(fonts_dir), emblem)


def _sheet(sheet: Sheet, face: Face) -> dict[str, Any]:
    marks = sheet.marks
    return {
        "title": sheet.title,
        "digits": marks.digits.value,
        "secrecy": marks.secrecy,
        "urgency": marks.urgency,
        "faces": face.names,
        "features": dict(face.features),
        "points": face.points,
        "blocks": [_block(block) for block in sheet.blocks],
    }


def _block(block: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": type(block).__name__}
    for one in fields(block):
        said[one.name] = _cut(getattr(block, one.name), LONGEST_PIECE)
    if isinstance(block, Cells):
        said["headings"], said["rows"] = _in_columns(block)
    return said


def _in_columns(cells: Cells) -> tuple[list[Any], list[list[Any]]]:
    """Cut the texts of a table so that each piece fits its column."""
    whole = sum(cells.shares)
    longest = [max(4, LONGEST_PIECE * share // whole) for share in cells.shares]

    def row(texts: tuple[str, ...]) -> list[Any]:
        return [_cut(text, most) for text, most in zip(texts, longest, strict=True)]

    return row(cells.headings), [row(texts) for texts in cells.rows]


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, str):
        return pieces(value, longest)
    if isinstance(value, tuple):
        return [_cut(one, longest) for one in value]
    if is_dataclass(value):
        return {one.name: _cut(getattr(value, one.name), longest) for one in fields(value)}
    return value
