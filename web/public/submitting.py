"""A start form that the public posts: changed, lodged, or given back with what is wrong."""

from collections.abc import Callable
from typing import Protocol

from flask import render_template

from engine.access.pace import Pace, count_once
from engine.cases.mailbox import IssuedReceipt
from engine.errors import FormInvalid, NoEligibleHandler
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Submission
from engine.work.lodging import Door, Lodged
from web import pages
from web.kept import kept_fields
from web.public.receipts import new_receipt
from web.public.room import address, run, visited
from web.public.start import outside_bodies
from web.public.start_forms import FilledForm, Posted


class Lodge(Protocol):
    """A command of the public that opens a case and gives the code of a receipt for it."""

    def __call__(
        self, uow: UnitOfWork, /, *, door: Door, submission: Submission, receipt: IssuedReceipt
    ) -> Lodged: ...


def answer_post(
    office_key: str,
    posted: Posted,
    *,
    page: Callable[[FilledForm], str],
    lodge: Lodge,
    receipt_page: Callable[[IssuedReceipt], str],
) -> str | tuple[str, int]:
    """Lodge what was posted and show the code, or show the ``page`` with what was typed again."""
    if posted.change is not None:
        return page(posted.changed(posted.change))
    if posted.tray.messages:
        return page(posted.refused(posted.tray.messages)), 422
    submission = Submission(pages.submission_key(), posted.answers, posted.tray.uploads)
    receipt = new_receipt()

    def act(uow: UnitOfWork) -> None:
        lodge(uow, door=posted.door, submission=submission, receipt=receipt)
        count_once(uow, Pace.LODGE, address())

    try:
        run(act)
    except FormInvalid as refused:
        return page(posted.refused(refused.messages)), 422
    except NoEligibleHandler as refused:
        return _nobody_here(office_key, refused), 409
    return receipt_page(receipt)


def _nobody_here(office_key: str, refused: NoEligibleHandler) -> str:
    """Say that nobody of the office may take it, and give what was typed back to be copied."""
    return render_template(
        "public/nobody.html",
        office_key=office_key,
        said=refused.sentence,
        bodies=list(outside_bodies(visited().profile)),
        kept=[field for field in kept_fields() if field.is_shown],
    )
