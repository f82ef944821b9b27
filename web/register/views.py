"""The two books on the page, on paper and as files."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.access.permissions import Command, may
from engine.cases.numbers import SECRET_REGISTER
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.office.fiscal_year import buddhist_year
from engine.office.profile_tables import NumberSeries
from engine.office.thai import Digits, short_date
from engine.work.lists.register import (
    Cursor,
    RegisterPage,
    Wanted,
    extract_register,
    read_register,
    register_years,
)
from engine.work.lists.register_lines import Book, Line, State
from engine.work.papers.register_extracts import Shape, record_extract
from web import pages
from web.case_file.showing import waits_for
from web.design import filters
from web.design.due import Due, paused
from web.design.language import ENGLISH, language, say
from web.official_papers import printer
from web.register.asking import EVERY_YEAR, Asked, book_of, cursor_args, cursor_of
from web.register.extract_paper import MOST_ON_EXTRACT, extract_paper
from web.register.wording import COLUMNS, STATES, Entry, entry_of, year_title
from web.spreadsheets import XLSX, Cell, Head, Sheet, plain_rows, workbook

blueprint = Blueprint("register", __name__, template_folder="templates")

# What a person turns over by hand; what a spreadsheet still opens at once.
MOST_ON_PAPER = 1_000
MOST_IN_FILE = 20_000
# On paper it stands under our own number.
_WITHIN_ANOTHER = frozenset({"registry_number"})
_VIEWS = {Book.ORDINARY: "register.book", Book.SECRET: "register.secret_book"}
Answer = str | tuple[str, int] | Response


@blueprint.route("/<office_key>/register", methods=["GET", "POST"])
def book(office_key: str) -> Answer:
    return _show(office_key, Book.ORDINARY)


@blueprint.route("/<office_key>/register/secret", methods=["GET", "POST"])
def secret_book(office_key: str) -> Answer:
    return _show(office_key, Book.SECRET)


@blueprint.post("/<office_key>/register/print")
def print_book(office_key: str) -> Answer:
    def write(asked: Asked, entries: list[Entry], at: datetime) -> str:
        is_secret = asked.wanted.book is Book.SECRET
        paper = render_template(
            "register/paper.html",
            is_secret=is_secret,
            year=_year_words(asked.wanted),
            narrowed=_narrowed(asked),
            columns=[one for one in COLUMNS if one.key not in _WITHIN_ANOTHER],
            entries=entries,
            printed_at=at,
        )
        in_thai_digits = filters.digits_in_use() is Digits.THAI
        filters.use_digits(pages.office().profile.digits.pages)
        return render_template(
            "register/print.html",
            paper=Markup(paper),  # noqa: S704 (a page of our own)
            is_secret=is_secret,
            year=_year_words(asked.wanted),
            in_thai_digits=in_thai_digits,
            back_url=url_for(_VIEWS[asked.wanted.book], office_key=office_key, **asked.args()),
        )

    return _take_out(office_key, Shape.PAPER, MOST_ON_PAPER, write)


@blueprint.post("/<office_key>/register.xlsx")
def export_workbook(office_key: str) -> Answer:
    def write(asked: Asked, entries: list[Entry], _at: datetime) -> Response:
        profile = pages.office().profile
        title = " ".join(
            (say(profile.name), say(_TITLES[asked.wanted.book]), _year_words(asked.wanted))
        )
        digits = Digits.ARABIC if language() == ENGLISH else profile.digits.papers
        heads = [Head(say(column.title), column.width) for column in COLUMNS]
        sheet = Sheet(f"{say(_SHEET)} {asked.wanted.year or ''}".strip(), heads, _cells(entries))
        return _file(workbook(title, [sheet], digits), XLSX, asked, "xlsx")

    return _take_out(office_key, Shape.XLSX, MOST_IN_FILE, write)


@blueprint.post("/<office_key>/register.csv")
def export_rows(office_key: str) -> Answer:
    def write(asked: Asked, entries: list[Entry], _at: datetime) -> Response:
        heads = [say(column.title) for column in COLUMNS]
        return _file(plain_rows(heads, _cells(entries)), "text/csv", asked, "csv")

    return _take_out(office_key, Shape.CSV, MOST_IN_FILE, write)


@blueprint.post("/<office_key>/register.pdf")
def print_extract(office_key: str) -> Answer:
    def write(asked: Asked, lines: list[Line], at: datetime) -> Response:
        profile, wanted = pages.office().profile, asked.wanted
        year = _year_of(wanted).th
        narrowed = [one.th for one in _narrowing(asked)]
        paper = extract_paper(profile, wanted.book, lines, (year, narrowed), at)
        return _file(printer().pdf(paper), "application/pdf", asked, "pdf")

    return _take_out_lines(office_key, Shape.EXTRACT, MOST_ON_EXTRACT, write)


def _cells(entries: list[Entry]) -> list[list[Cell]]:
    return [[entry.cell(column) for column in COLUMNS] for entry in entries]


@blueprint.get("/<office_key>/register/print", endpoint="print_address")
@blueprint.get("/<office_key>/register.xlsx", endpoint="workbook_address")
@blueprint.get("/<office_key>/register.csv", endpoint="rows_address")
@blueprint.get("/<office_key>/register.pdf", endpoint="extract_address")
def taken_out_address(office_key: str) -> Response:
    """Lead who reloads what was taken out to the book: what leaves is asked for by a press."""
    return redirect(url_for("register.book", office_key=office_key))


# -- A page of a book --------------------------------------------------------------------------


def _show(office_key: str, shown_book: Book, refused: Sentence | None = None) -> Answer:
    asked = Asked.of(_values(), shown_book, _this_year(shown_book))
    messages = dict(asked.messages)
    found = RegisterPage([], None, None)
    with pages.reading() as uow:
        years = register_years(uow, pages.standing())
        try:
            if not messages and refused is None:
                cursor = cursor_of(_values())
                found = read_register(uow, pages.standing(), asked.wanted, cursor=cursor)
        except InvalidTransition as short:
            messages["text"] = short.sentence
    page = _page(office_key, asked, found, years, messages, refused)
    return (page, 422) if messages or refused else page


def _page(
    office_key: str,
    asked: Asked,
    found: RegisterPage,
    years: list[int],
    messages: dict[str, Sentence],
    refused: Sentence | None,
) -> str:
    profile, wanted = pages.office().profile, asked.wanted
    series = _series(wanted.book)
    offered = sorted({*years, _this_year(wanted.book), *_chosen(wanted)}, reverse=True)
    return render_template(
        "register/book.html",
        office_key=office_key,
        today=g.today,
        asked=asked,
        messages=messages,
        refused=refused,
        title=_TITLES[wanted.book],
        year=_year_words(wanted),
        is_secret=wanted.book is Book.SECRET,
        books=[
            (_TITLES[each], url_for(view, office_key=office_key), None, each is wanted.book)
            for each, view in _VIEWS.items()
        ],
        years=[*((str(each), year_title(series, each)) for each in offered), _EVERY],
        states=[(state.value, name) for state, name in STATES.items()],
        kinds=[(key, each.name) for key, each in profile.kinds.items()],
        channels=[(key, each.name) for key, each in profile.channels.items()],
        categories=[(key, each.name) for key, each in profile.categories.items()],
        rows=[_row(office_key, wanted.book, line) for line in found.lines],
        before=_cursor_link(office_key, asked, found.previous),
        after=_cursor_link(office_key, asked, found.next),
        all_url=url_for(_VIEWS[wanted.book], office_key=office_key),
        may_import=may(pages.standing(), Command.IMPORT_REGISTER),
        may_take_out=may(pages.standing(), Command.TAKE_OUT_REGISTER),
    )


def _row(office_key: str, shown_book: Book, line: Line) -> dict[str, object]:
    return {
        "entry": entry_of(pages.office().profile, shown_book, line),
        "url": url_for("case_file.case", office_key=office_key, case_id=line.case_id),
        "due": _due(line),
        "state": STATES[line.state],
        "is_voided": line.state is State.VOIDED,
    }


def _due(line: Line) -> Due | None:
    if line.state in (State.FILED, State.DESTROYED, State.VOIDED):
        return None
    if line.suspended_for and line.due_on is None:
        return paused(waits_for(pages.office().profile, line.suspended_for))
    return filters.due(line.due_on, g.today) if line.due_on else None


def _cursor_link(
    office_key: str, asked: Asked, cursor: Cursor | None
) -> tuple[str, dict[str, Any]] | None:
    """Return the address of another page, and what a form carries that asks for it instead."""
    if cursor is None:
        return None
    args = cursor_args(cursor)
    view = _VIEWS[asked.wanted.book]
    return url_for(view, office_key=office_key, **asked.args(), **args), asked.fields() | args


def _values() -> MultiDict[str, str]:
    if request.method == "POST":
        return request.form
    # A word that is searched for stands in no address, whoever wrote it there.
    return MultiDict((name, value) for name, value in request.args.items() if name != "text")


# -- What leaves -------------------------------------------------------------------------------


def _take_out(
    office_key: str,
    shape: Shape,
    most: int,
    write: Callable[[Asked, list[Entry], datetime], str | Response],
) -> Answer:
    """Take lines out in the words of the page, in the digits of papers where it is one."""

    def worded(asked: Asked, lines: list[Line], at: datetime) -> str | Response:
        profile = pages.office().profile
        if shape is Shape.PAPER:
            filters.use_digits(profile.digits.papers)
        return write(asked, [entry_of(profile, asked.wanted.book, line) for line in lines], at)

    return _take_out_lines(office_key, shape, most, worded)


def _take_out_lines(
    office_key: str,
    shape: Shape,
    most: int,
    write: Callable[[Asked, list[Line], datetime], str | Response],
) -> Answer:
    """Read the lines, put on record who takes them, and only then write them."""
    taken = book_of(request.form)
    asked = Asked.of(request.form, taken, _this_year(taken))
    if asked.messages:
        raise FormInvalid({name: [said] for name, said in asked.messages.items()})
    with pages.reading() as uow:
        extract, now = extract_register(uow, pages.standing(), asked.wanted, most), uow.now
    if extract.is_cut:
        return _show(office_key, taken, refused=_too_many(most))
    pages.run(lambda uow: record_extract(uow, asked.wanted, extract, shape))
    return write(asked, extract.lines, now)


def _file(content: bytes, media_type: str, asked: Asked, ending: str) -> Response:
    name = "secret-register" if asked.wanted.book is Book.SECRET else "register"
    return send_file(
        BytesIO(content),
        mimetype=media_type,
        as_attachment=True,
        download_name=f"{name}-{asked.wanted.year or EVERY_YEAR}.{ending}",
    )


def _too_many(most: int) -> Sentence:
    said = filters.number(most)
    return Sentence(
        f"รายการที่เลือกมีเกิน {said} รายการ เลือกปี ช่วงวันที่รับ หรือประเภทให้แคบลง แล้วทำทีละส่วน",
        f"More than {said} lines are chosen. Choose a year, days of receipt or a category, "
        "and take one part after the other.",
    )


# -- Words -------------------------------------------------------------------------------------


def _series(shown_book: Book) -> NumberSeries:
    numbers = pages.office().profile.numbers
    return numbers.secret_register if shown_book == SECRET_REGISTER else numbers.register


def _this_year(shown_book: Book) -> int:
    return buddhist_year(g.today, _series(shown_book).year)


def _chosen(wanted: Wanted) -> set[int]:
    return {wanted.year} if wanted.year else set()


def _year_words(wanted: Wanted) -> str:
    return say(_year_of(wanted))


def _year_of(wanted: Wanted) -> Sentence:
    return year_title(_series(wanted.book), wanted.year) if wanted.year else _EVERY[1]


def _narrowed(asked: Asked) -> list[str]:
    return [say(one) for one in _narrowing(asked)]


def _narrowing(asked: Asked) -> list[Sentence]:
    """Say what part of the book a paper holds, so that nobody takes it for the whole."""
    profile, wanted = pages.office().profile, asked.wanted
    named: list[Sentence] = []
    if wanted.state is not None:
        named.append(STATES[wanted.state])
    for key, table in (
        (wanted.kind, {kind.value: each for kind, each in profile.kinds.items()}),
        (wanted.channel, profile.channels),
        (wanted.category, profile.categories),
    ):
        if key:
            named.append(table[key].name if key in table else Sentence(key, key))
    for words, day in ((_FROM, wanted.from_on), (_TO, wanted.to_on)):
        if day:
            said = filters.office_digits(short_date(day))
            named.append(Sentence(f"{words.th} {said.th}", f"{words.en} {said.en}"))
    if wanted.text:
        searched = f" “{wanted.text}”"
        named.append(Sentence(f"{_SEARCHED.th}{searched}", f"{_SEARCHED.en}{searched}"))
    return named


_TITLES = {
    Book.ORDINARY: Sentence("ทะเบียนรับเรื่อง", "Register"),
    Book.SECRET: Sentence("ทะเบียนรับเรื่องลับ", "Secret register"),
}
_EVERY = (EVERY_YEAR, Sentence("ทุกปี", "Every year"))
_SHEET = Sentence("ทะเบียน", "Register")
_FROM, _TO = Sentence("รับตั้งแต่", "Received from"), Sentence("ถึง", "to")
_SEARCHED = Sentence("ค้นคำว่า", "Searched for")
