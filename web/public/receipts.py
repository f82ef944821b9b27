"""The code, shown once: the page that answers a lodging, and that the code was kept.

The page itself holds the code, in what it says and in the form by which one confirms to have kept
it; it is stored nowhere, so that form carries it back where its last digits were mistyped.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from engine.cases.mailbox import IssuedReceipt, keep_receipt
from engine.errors import NotFound, Sentence
from engine.office.deadlines import DeadlineName, reckon
from engine.office.office_time import office_date
from engine.sealing.receipts import ReceiptCode
from engine.store.unit_of_work import UnitOfWork
from engine.work.public.retaliation_names import outside_custodian
from web import pages
from web.public.room import blueprint, run, visited

LAST = 4


class Matter(StrEnum):
    """What was taken in, and so what becomes of it."""

    CASE = "case"
    RETALIATION = "retaliation"


# Pressed to read the page in the other language.
_AGAIN = "_again"
_OTHER = Sentence(
    f"ไม่ตรงกับ {LAST} ตัวท้ายของรหัสข้างบน ดูรหัสแล้วพิมพ์อีกครั้ง",
    f"These are not the last {LAST} digits of the code above. Look at it and type them again.",
)


def new_receipt() -> IssuedReceipt:
    """Make a code before the unit: its hash takes its time on purpose."""
    code = ReceiptCode.generate()
    return IssuedReceipt(code, code.lookup(pages.store().vault.receipt_key))


def receipt_page(
    office_key: str,
    receipt: IssuedReceipt,
    matter: Matter = Matter.CASE,
    *,
    held: str | None = None,
) -> str:
    """Show a new code; ``held`` is the hash of another that she has just used, and so has."""
    at = pages.store().clock()
    said = {"hash": receipt.code_hash, "at": at.isoformat(), "matter": matter, "held": held}
    return _page(office_key, receipt.code, str(_signer().dumps(said)), said)


@blueprint.post("/code")
def keep(office_key: str) -> Response | tuple[str, int]:
    """Take the last digits of the code; with the right ones the page is left for good."""
    code, said = ReceiptCode.parse(request.form.get("code", "")), _said()
    if code is None:
        raise NotFound
    if _AGAIN in request.form:
        return _page(office_key, code, request.form["receipt"], said), 200
    typed = ReceiptCode.parse(code.digits[:-LAST] + request.form.get("last", "").strip())
    if typed != code:
        return _page(office_key, code, request.form["receipt"], said, _OTHER), 422

    def act(uow: UnitOfWork) -> None:
        for code_hash in filter(None, (said["hash"], said["held"])):
            keep_receipt(uow, code_hash)

    run(act)
    return redirect(url_for("public.kept", office_key=office_key), 303)


@blueprint.get("/kept")
def kept(office_key: str) -> str:
    return render_template("public/kept.html", office_key=office_key)


def _said() -> dict[str, Any]:
    try:
        found: dict[str, Any] = _signer().loads(request.form.get("receipt", ""))
    except BadSignature:
        raise NotFound from None
    return found


def _page(
    office_key: str,
    code: ReceiptCode,
    word: str,
    taken: Mapping[str, Any],
    said: Sentence | None = None,
) -> str:
    at, matter = datetime.fromisoformat(taken["at"]), Matter(taken["matter"])
    body = outside_custodian(visited().settings)
    return render_template(
        "public/receipt.html",
        office_key=office_key,
        groups=code.shown.split(),
        code=code.digits,
        word=word,
        at=at,
        last=LAST,
        # Written down, it has to be right whatever a web server in front says of itself.
        follow_url=pages.settings().base_url.rstrip("/")
        + url_for("public.look_up", office_key=office_key),
        matter=matter,
        body=body.name if body else None,
        registered_by=_by(DeadlineName.INTAKE, at),
        told_by=_by(DeadlineName.FIRST_NOTICE, at),
        concluded_by=_by(DeadlineName.CONCLUDE, at),
        letter_by=_by(DeadlineName.RETALIATION_LETTER, at),
        said=said,
    )


def _by(name: DeadlineName, at: datetime) -> date | None:
    """Return the last day of a deadline that counts from the day of receipt; None without one."""
    rule = visited().profile.deadlines.get(name)
    if rule is None:
        return None
    return reckon(rule, office_date(at), visited().settings.calendar).effective_on


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="public receipt")
