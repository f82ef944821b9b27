"""The pages at /design. They need nobody signed in and ask no database: all is invented."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from engine.errors import NotFound, Sentence
from web import pages
from web.design.language import say
from web.errors import Answer, refuse
from web.examples import asking, drawings, guidelines, values, work
from web.examples.catalogue import PAGES, page
from web.examples.invented import HOLIDAYS, NOW, TODAY

blueprint = Blueprint("examples", __name__, template_folder="templates", url_prefix="/design")

_FIRST: Final = PAGES[0]
_NOT_KEPT: Final = Sentence("กดได้แล้ว ตัวอย่างนี้ไม่บันทึกสิ่งใด", "Pressed; an example records nothing.")
_FASTER: Final = Sentence(
    "ธนกฤต แก้วมณี บันทึกงานนี้เสร็จก่อนแล้ว เมื่อ 10.44 น.",
    "Thanakrit Kaewmanee completed this step first, at 10.44",
)

_SHOWN: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "values": lambda: {
        "colours": values.colours(),
        "type": values.lengths("type"),
        "space": values.lengths("space"),
    },
    "marks": work.marks,
    "lists": work.lists,
    "forms": asking.forms,
    "refused": asking.refused,
    "file": drawings.file,
}


@blueprint.before_request
def only_in_a_demonstration() -> None:
    if not pages.settings().is_demonstration:
        raise NotFound


@blueprint.get("", endpoint="index")
def index() -> str:
    return _page(_FIRST)


@blueprint.get("/<key>", endpoint="page")
def one_page(key: str) -> str:
    if key not in PAGES:
        raise NotFound
    return _page(key)


@blueprint.post("/<key>", endpoint="pressed")
def pressed(key: str) -> Redirect:
    """Take what the buttons of an example send, so that each can be tried."""
    if key not in PAGES:
        raise NotFound
    flash(say(_NOT_KEPT))
    return redirect(url_for("examples.page", key=key), 303)


@blueprint.get("/paper/public", endpoint="public")
def public() -> str:
    return render_template("examples/public.html", guideline=guidelines.guideline())


@blueprint.route("/refused/refusal", methods=["GET", "POST"], endpoint="refused")
def refused() -> Answer | Redirect:
    if request.method != "POST":
        return redirect(url_for("examples.page", key="refused"))
    return refuse(409, None, title=_FASTER)


@blueprint.get("/days-off", endpoint="days_off")
def days_off() -> Response:
    """Tell the calendar of the date fields what it asks the office's own address for."""
    return jsonify(
        weekends=[0, 6],
        holidays={day.isoformat(): say(name) for day, name in HOLIDAYS.items()},
        working=[],
    )


def _page(key: str) -> str:
    return render_template(
        f"examples/{key}.html",
        page=page(key),
        pages=[page(one) for one in PAGES],
        today=TODAY,
        now=NOW,
        **_SHOWN.get(key, dict)(),
    )
