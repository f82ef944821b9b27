"""Tags of a case: words from the office's own list, given and taken away at any step.

Nobody writes one freely: a word of somebody's own would name people sooner or later.
"""

from collections.abc import Collection
from uuid import UUID

from engine.access.permissions import Command
from engine.errors import FormInvalid, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.profile import OfficeProfile
from engine.store.unit_of_work import UnitOfWork
from engine.work.holding import hold_case
from engine.work.offices.settings import settings_in_force
from engine.work.submissions import find_result, keep_result

TAG = "tag_case"


def tag_case(
    uow: UnitOfWork,
    case_id: UUID,
    added: Collection[str],
    removed: Collection[str],
    *,
    submission_key: UUID,
) -> None:
    """Give a case tags and take others away; what somebody else has done to others stands.

    A tag that the office has dropped from its list may be taken away and not given. Where
    nothing changes nothing is written.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or does not work on it.
    FormInvalid
        A tag is not of the office's list.
    """
    case, _ = hold_case(uow, case_id, Command.TAG_CASE)
    if find_result(uow, submission_key, TAG) is not None:
        return
    profile = settings_in_force(uow, uow.today).profile
    if not profile.tags.keys() >= set(added):
        raise FormInvalid({"tags": [_UNKNOWN]})
    has = set(case.tag_keys)
    new, gone = set(added) - has, has & set(removed) - set(added)
    if new or gone:
        content = {"added": _named(profile, new), "removed": _named(profile, gone)}
        append(uow, case_id, EventKind.CASE_TAGGED, content)
    keep_result(uow, submission_key, TAG, str(case_id))


def _named(profile: OfficeProfile, keys: Collection[str]) -> dict[str, dict[str, str]]:
    """Return tags with the names that they have today: the history tells them for good."""
    names = {key: tag.name for key, tag in profile.tags.items()}
    found = {key: names.get(key, Sentence(key, key)) for key in sorted(keys)}
    return {key: {"th": name.th, "en": name.en} for key, name in found.items()}


_UNKNOWN = Sentence("เลือกจากป้ายกำกับที่หน่วยงานตั้งไว้", "Choose from the tags that the office has set.")
