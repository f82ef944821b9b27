"""A paper as DOCX, to be edited in a word processor; the PDF is what is signed and kept.

Thai is a complex script to Word: size, weight and typeface count only in their complex-script
properties.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from engine.papers import blocks
from engine.papers.contents import Paper
from engine.papers.layouts import lay_out

# The face of the regulation: whoever edits an official paper has it.
FACE: Final = "TH SarabunPSK"
_TEXT, _HEAD, _TITLE, _MEMO = 16, 20, 18, 29
_WIDTH: Final = Cm(16)
_INDENT: Final = Cm(2.5)
_HALF: Final = Cm(7.1)
_ROLL_WIDTHS: Final = (Cm(1.2), Cm(4.8), Cm(6), Cm(4))
_RED: Final = RGBColor(0xB0, 0, 0)
_CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER


def docx(paper: Paper, emblem: bytes | None = None) -> bytes:
    """Return the paper as DOCX. ``emblem`` is a PNG or JPEG; of another kind its place stays."""
    sheet = lay_out(paper)
    page = _Page(sheet, emblem if emblem and not emblem.lstrip().startswith(b"<") else None)
    for block in sheet.blocks:
        page.write(block)
    return page.saved()


@dataclass
class _Page:
    sheet: blocks.Sheet
    emblem: bytes | None
    document: Any = field(default_factory=Document)

    def __post_init__(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
        _name_face(self.document.styles["Normal"].element)
        about, made_at = self.document.core_properties, self.sheet.marks.made_at
        about.title, about.language, about.author = self.sheet.title[:255], "th-TH", ""
        about.created = about.modified = made_at.replace(tzinfo=None)
        if self.sheet.marks.secrecy:
            for edge in (section.header, section.footer):
                self._stamp(edge.paragraphs[0], self.sheet.marks.secrecy)

    def saved(self) -> bytes:
        target = BytesIO()
        self.document.save(target)
        return target.getvalue()

    @singledispatchmethod
    def write(self, block: Any) -> None:
        raise TypeError(type(block))

    @write.register
    def _(self, block: blocks.Emblem) -> None:
        line = self._line(align=_CENTRE)
        if self.emblem is None:
            line.paragraph_format.space_after = Cm(block.height_cm)
        self._picture(line, Cm(block.height_cm))

    @write.register
    def _(self, block: blocks.MemoHead) -> None:
        line = self._line(align=_CENTRE)
        self._picture(line, Cm(1.5))
        _run(line, block.text, _MEMO, bold=True)
        if self.sheet.marks.urgency:
            self._stamp(self._line(), self.sheet.marks.urgency)

    @write.register
    def _(self, block: blocks.Title) -> None:
        _run(self._line(align=_CENTRE), block.text, _TITLE, bold=True)

    @write.register
    def _(self, block: blocks.Centred) -> None:
        _run(self._line(align=_CENTRE), block.text)

    @write.register
    def _(self, block: blocks.DottedLine) -> None:
        line = self._line()
        for n, cell in enumerate(block.cells, 1):
            stop = Length(_WIDTH * n // len(block.cells))
            stops = line.paragraph_format.tab_stops
            stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
            _run(line, f"{cell.label} ", _HEAD if block.is_head else _TEXT, bold=True)
            _run(line, f"{cell.text}\t")

    @write.register
    def _(self, block: blocks.Sender) -> None:
        table = self.document.add_table(1, 2)
        for cell, texts in zip(table.rows[0].cells, ((block.number,), block.lines), strict=True):
            _fill(cell, "\n".join(texts))

    @write.register
    def _(self, block: blocks.Labelled) -> None:
        line = self._line(left=_INDENT if block.texts else Cm(0))
        line.paragraph_format.first_line_indent = -_INDENT if block.texts else Cm(0)
        line.paragraph_format.tab_stops.add_tab_stop(_INDENT)
        _run(line, block.label, bold=not block.texts)
        for text in block.texts:
            _run(line, f"\t{text}" if text == block.texts[0] else f"\n{text}")

    @write.register
    def _(self, block: blocks.Heading) -> None:
        _run(self._line(), block.text, bold=True)

    @write.register
    def _(self, block: blocks.Paragraph) -> None:
        line = self._line()
        line.paragraph_format.first_line_indent = _INDENT if block.is_indented else Cm(0)
        _run(line, block.text)

    @write.register
    def _(self, block: blocks.Midway) -> None:
        _run(self._line(left=_HALF), block.text)

    @write.register
    def _(self, block: blocks.Roll) -> None:
        table = self.document.add_table(0, len(_ROLL_WIDTHS))
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                _fill(cell, text)
        _widen(table, _ROLL_WIDTHS)

    @write.register
    def _(self, block: blocks.Cells) -> None:
        if block.caption:
            _run(self._line(), block.caption, bold=True)
        table = self.document.add_table(0, len(block.headings), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, text in zip(table.add_row().cells, block.headings, strict=True):
            _fill(cell, text, bold=True, align=_CENTRE)
        for row in block.rows:
            written = zip(table.add_row().cells, row, block.numeric, strict=True)
            for cell, text, is_number in written:
                _fill(cell, text, align=WD_ALIGN_PARAGRAPH.RIGHT if is_number else None)
        whole = sum(block.shares)
        _widen(table, [Length(_WIDTH * share // whole) for share in block.shares])

    @write.register
    def _(self, block: blocks.Signed) -> None:
        if block.has_ink:
            self._line()
            self._line()
        for text in block.lines:
            line = self._line(align=_CENTRE, left=_HALF)
            line.paragraph_format.keep_with_next = text != block.lines[-1]
            _run(line, text)

    @write.register
    def _(self, block: blocks.SmallPrint) -> None:
        self._line()
        for text in block.lines:
            _run(self._line(), text)

    @write.register
    def _(self, block: blocks.Rule) -> None:
        del block
        _run(self._line(align=_CENTRE), "-" * 24)

    def _line(self, *, align: WD_ALIGN_PARAGRAPH | None = None, left: Length | None = None) -> Any:
        line = self.document.add_paragraph()
        line.alignment = align
        shape = line.paragraph_format
        shape.space_after, shape.space_before = Pt(3), Pt(0)
        shape.left_indent = left
        return line

    def _picture(self, line: Any, height: Length) -> None:
        if self.emblem is not None:
            line.add_run().add_picture(BytesIO(self.emblem), height=height)

    def _stamp(self, line: Any, text: str) -> None:
        line.alignment = _CENTRE
        _run(line, text, _HEAD, bold=True).font.color.rgb = _RED


def _fill(
    cell: Any, text: str, *, bold: bool = False, align: WD_ALIGN_PARAGRAPH | None = None
) -> None:
    line = cell.paragraphs[0]
    line.alignment = align
    _run(line, text, bold=bold)


def _widen(table: Any, widths: Sequence[Length]) -> None:
    """Set the width of each cell, the only one that every word processor heeds."""
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _run(line: Any, text: str, size: int = _TEXT, *, bold: bool = False) -> Any:
    run = line.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    properties = _name_face(run._r)  # noqa: SLF001  (python-docx knows no complex scripts)
    if bold:
        _set(properties, "w:bCs")
    _set(properties, "w:szCs", val=str(size * 2))
    _set(properties, "w:cs")
    return run


def _name_face(element: Any) -> Any:
    properties = element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        faces.set(qn(name), FACE)
    _set(properties, "w:lang", bidi="th-TH")
    return properties


# The order in which the properties of a run have to stand.
_ORDER: Final = ("w:bCs", "w:sz", "w:szCs", "w:cs", "w:lang")


def _set(properties: Any, tag: str, **attributes: str) -> None:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for old in properties.findall(qn(tag)):
        properties.remove(old)
    later = {qn(one) for one in _ORDER[_ORDER.index(tag) + 1 :]}
    place = next((n for n, one in enumerate(properties) if one.tag in later), len(properties))
    properties.insert(place, made)
