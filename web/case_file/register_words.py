"""What the register says of a case, in the words of the office."""

from collections.abc import Iterable
from datetime import date

from engine.errors import Sentence
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import CaseKind
from engine.office.thai import short_date
from web.design.filters import office_digits
from web.design.language import say


def kind_words(profile: OfficeProfile, kind: str) -> Sentence | None:
    """Return what a case is that is no complaint, as the office calls it; None for a complaint."""
    named = profile.kinds.get(CaseKind(kind))
    return named.name if named and named.key is not CaseKind.COMPLAINT else None


def named_tags(profile: OfficeProfile, keys: Iterable[str]) -> dict[str, str]:
    """Name tags as the office does, in its order; those it has dropped by their keys, last."""
    given = dict.fromkeys(keys)
    known = {key: say(tag.name) for key, tag in profile.tags.items() if key in given}
    return known | {key: key for key in given if key not in known}


def tag_words(profile: OfficeProfile, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(named_tags(profile, keys).values())


def destroyed_words(on: date, order_cited: str) -> Sentence:
    """Say when the record of a case was destroyed, and by which order."""
    day = short_date(on)
    return office_digits(
        Sentence(
            f"ทำลายแล้วเมื่อ {day.th} ตามคำสั่งที่ {order_cited}",
            f"Destroyed on {day.en} by order {order_cited}",
        )
    )
