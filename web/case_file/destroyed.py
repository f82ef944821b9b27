"""What is left of a case whose record was destroyed: its number, its days, and by which order."""

from collections.abc import Sequence

from flask import render_template

from engine.cases.register import Case
from engine.errors import Sentence
from engine.office.office_time import office_date
from engine.office.thai import long_date
from engine.work.records.destruction import Destruction
from web import pages
from web.case_file import showing
from web.case_file.register_words import kind_words
from web.design.filters import office_digits
from web.design.language import say

_NUMBER = Sentence("เลขรับ", "Number")
_KIND = Sentence("ชนิด", "Kind")
_CATEGORY = Sentence("ประเภท", "Category")
_RECEIVED = Sentence("วันที่รับ", "Received")
_FILED = Sentence("วันที่ปิดเรื่อง", "Filed on")
_DESTROYED = Sentence("ทำลายเมื่อ", "Destroyed on")
_ORDER = Sentence("ตามคำสั่งที่", "By order")
_ORDERED = Sentence("สั่งเมื่อ", "Ordered on")


def destroyed_page(case: Case, destruction: Destruction | None) -> str:
    return render_template(
        "case_file/destroyed.html",
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        facts=_facts(case, destruction),
    )


def _facts(case: Case, destruction: Destruction | None) -> Sequence[tuple[Sentence, str]]:
    profile = pages.office().profile
    category = profile.categories.get(case.category or "")
    kind = kind_words(profile, case.kind)
    found = [(_NUMBER, say(office_digits(Sentence(case.number, case.number))))]
    found += [(_KIND, say(kind))] if kind else []
    found += [(_CATEGORY, say(category.name))] if category else []
    found.append((_RECEIVED, say(office_digits(long_date(case.received_on)))))
    found += [(_FILED, say(office_digits(long_date(case.closed_on))))] if case.closed_on else []
    if destruction is not None and destruction.destroyed_at is not None:
        on = long_date(office_date(destruction.destroyed_at))
        found += [
            (_DESTROYED, say(office_digits(on))),
            (_ORDER, destruction.order_cited),
            (_ORDERED, say(office_digits(long_date(destruction.ordered_on)))),
        ]
    return found
