"""The guideline in words: our sentences, always the same, round the facts of office and process."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from engine.bpmn.edition import Edition
from engine.errors import Sentence
from engine.office.deadlines import DeadlineName, DeadlineRule
from engine.office.explanation import rule_in_words
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import (
    Category,
    Channel,
    ChannelKind,
    Frequency,
    RespondentKind,
    Secrecy,
)
from engine.office.public_doors import PublicDoor
from engine.reports.guideline import (
    ChannelLine,
    Guideline,
    OtherBody,
    Procedure,
    Responsible,
    TimeLimit,
)
from engine.reports.procedures import procedure_of, rules_of

_ONLINE: Final = frozenset({ChannelKind.WEBSITE, ChannelKind.E_MAIL, ChannelKind.SOCIAL_MEDIA})


def guideline_of(profile: OfficeProfile, doors: Mapping[str, Edition], made_on: date) -> Guideline:
    """Return the guideline of an office; ``doors`` are the editions that run behind them."""
    rules = {name: rule for one in doors.values() for name, rule in rules_of(one, profile).items()}
    return Guideline(
        made_on=made_on,
        responsible=_responsible(profile),
        channels=tuple(_channels(profile)),
        how=tuple(_how(profile, doors)),
        contents=_CONTENTS,
        procedures=tuple(_procedures(profile, doors)),
        times=tuple(_time_limit(rule) for rule in rules.values()),
        protection=tuple(_protection(profile)),
        following=tuple(_following(rules)),
        bodies=tuple(
            OtherBody(body.name, body.address, body.phone)
            for body in profile.outside_bodies.values()
            if body.public
        ),
    )


def _responsible(profile: OfficeProfile) -> Responsible:
    unit = profile.get_unit(profile.intake.responsible_unit)
    return Responsible(
        office=profile.name,
        unit=unit.name,
        unit_phone=unit.phone,
        address=profile.office.address,
        phone=profile.office.phone,
        website=profile.office.website,
    )


# -- Channels ----------------------------------------------------------------------------------


def _channels(profile: OfficeProfile) -> Iterator[ChannelLine]:
    for channel in profile.open_channels.values():
        if channel.kind is not ChannelKind.OTHER_AGENCY:
            yield ChannelLine(
                key=channel.key,
                name=channel.name,
                contact=channel.contact,
                is_online=channel.kind in _ONLINE,
                looked_at=_LOOKED_AT[channel.frequency],
                taken_in=rule_in_words(profile.deadlines[channel.deadline]),
                readers=tuple(profile.respondents[one].label for one in channel.read_by),
                remark=_remark(channel),
            )


def _remark(channel: Channel) -> Sentence | None:
    said = [one for one in (channel.note, _BY_TWO if channel.opened_by_two else None) if one]
    if not said:
        return None
    return Sentence(" ".join(one.th for one in said), " ".join(one.en for one in said))


# -- Procedures --------------------------------------------------------------------------------


def _procedures(profile: OfficeProfile, doors: Mapping[str, Edition]) -> Iterator[Procedure]:
    """Yield one procedure a process: two doors that lead into the same are told once."""
    editions = {edition.process_id: edition for edition in doors.values()}
    for process_id, edition in editions.items():
        behind = [door for door, one in doors.items() if one.process_id == process_id]
        matters = (
            category.name
            for category in profile.categories.values()
            if any(_comes_in_by(category, door) for door in behind)
        )
        yield procedure_of(edition, profile, behind, matters)


def _comes_in_by(category: Category, door: str) -> bool:
    is_of_corruption = door == PublicDoor.CORRUPTION
    return door not in set(PublicDoor) or category.counts_as_corruption is is_of_corruption


def _time_limit(rule: DeadlineRule) -> TimeLimit:
    basis = rule.basis.sentence
    return TimeLimit(
        rule.label,
        rule_in_words(rule),
        Sentence(f"{rule.citation.th} ({basis.th})", f"{rule.citation.en} ({basis.en})"),
    )


# -- Chapters in words -------------------------------------------------------------------------


def _how(profile: OfficeProfile, doors: Mapping[str, Edition]) -> Iterator[Sentence]:
    if len(doors) == len(PublicDoor):
        yield _TWO_DOORS
    if any(door in doors for door in PublicDoor):
        yield _ON_THE_WEB
    yield _OTHERWISE
    yield _ANONYMOUS if profile.intake.anonymous else _BY_NAME
    yield _READERS


def _protection(profile: OfficeProfile) -> Iterator[Sentence]:
    yield _SEALED
    yield _KNOWN
    secret = [
        one.name
        for one in profile.categories.values()
        if one.counts_as_corruption and one.secrecy is not Secrecy.ORDINARY
    ]
    if secret:
        yield Sentence(
            f"เรื่องต่อไปนี้เป็นเรื่องลับ เปิดได้เฉพาะผู้มีหน้าที่ในเรื่องนั้น: {_listed(secret).th}",
            "These matters are secret and open only to those on duty in the case: "
            f"{_listed(secret).en}.",
        )
    yield _NO_PART
    head = profile.respondents[RespondentKind.HEAD]
    if not head.absent and head.is_sealed_referral and head.outside_body:
        body = profile.outside_bodies[head.outside_body].name
        yield Sentence(
            f"เรื่องร้องเรียน{head.label.th} หน่วยงานส่งต่อเป็นการลับให้ {body.th} พิจารณา",
            f"A complaint about {_lowered(head.label.en)} is passed on under seal to {body.en}.",
        )


def _following(rules: Mapping[str, DeadlineRule]) -> Iterator[Sentence]:
    yield _CODE
    yield _MAILBOX
    # Only where a step gives one: the profile may have the days of another process.
    notice = rules.get(DeadlineName.FIRST_NOTICE)
    if notice is not None:
        when = rule_in_words(notice)
        yield Sentence(
            f"หน่วยงานแจ้งผู้ร้องเรียนที่ติดต่อได้ให้ทราบเบื้องต้น {when.th}",
            f"Whoever can be reached gets a first notice {when.en}.",
        )
    yield _RESULT
    yield _LOST


def _listed(names: list[Sentence]) -> Sentence:
    return Sentence(", ".join(one.th for one in names), ", ".join(one.en for one in names))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


_LOOKED_AT: Final = {
    Frequency.EACH_TIME: Sentence("ทุกครั้งที่มีการร้องเรียน", "Each time somebody complains"),
    Frequency.EACH_WORKING_DAY: Sentence("ทุกวันทำการ", "Every working day"),
    Frequency.EACH_DAY: Sentence("ทุกวัน", "Every day"),
    Frequency.EACH_WEEK: Sentence("ทุกสัปดาห์", "Every week"),
}
_BY_TWO: Final = Sentence("เปิดโดยเจ้าหน้าที่สองคน", "Opened by two officers")

_TWO_DOORS: Final = Sentence(
    "บนเว็บมีแบบร้องเรียนสองแบบ แบบการทุจริตและประพฤติมิชอบแยกจากแบบเรื่องร้องเรียนทั่วไป",
    "There are two forms on the web: that of corruption and misconduct is apart from the other.",
)
_ON_THE_WEB: Final = Sentence(
    "ร้องเรียนบนเว็บ: เปิดหน้าร้องเรียนของหน่วยงาน เลือกแบบ กรอกเรื่อง แนบหลักฐานถ้ามี แล้วเก็บรหัสรับเรื่องไว้ "
    "ไม่ต้องสมัครหรือเข้าระบบ",
    "On the web: open the office’s page, choose a form, say what happened, attach what you have, "
    "and keep the code. There is no account to make.",
)
_OTHERWISE: Final = Sentence(
    "ร้องเรียนด้วยตนเองหรือทางช่องทางอื่นในตาราง: เจ้าหน้าที่กรอกแบบบันทึกเรื่องให้ท่าน และออกรหัสรับเรื่องให้",
    "In person or by another channel of the table: an officer fills in the form for you, "
    "and gives you a code.",
)
_ANONYMOUS: Final = Sentence(
    "ไม่บอกชื่อก็ร้องเรียนได้ ถ้าไม่บอกชื่อและไม่มีหลักฐานพอให้ตรวจสอบต่อ หน่วยงานอาจไม่รับพิจารณา",
    "No name is needed. Without a name and without enough to go on, it may not be accepted.",
)
_BY_NAME: Final = Sentence(
    "หน่วยงานรับเรื่องที่บอกชื่อและช่องทางติดต่อ ชื่อของท่านปิดไว้ เปิดได้เฉพาะผู้มีหน้าที่",
    "The office takes complaints made by name. Your name is sealed, and open to those on duty.",
)
_READERS: Final = Sentence(
    "ถ้าร้องเรียนผู้ที่อ่านเรื่องของช่องทางใด อย่าใช้ช่องทางนั้น ผู้อ่านของแต่ละช่องทางอยู่ในตาราง",
    "To complain about somebody who reads a channel, use another. The table says who reads each.",
)
_CONTENTS: Final = (
    Sentence(
        "ร้องเรียนใคร: ชื่อ ตำแหน่ง หรือหน่วยงาน เท่าที่ทราบ",
        "Who it is about: name, position or unit, as far as you know",
    ),
    Sentence(
        "เกิดอะไรขึ้น ที่ไหน เมื่อใด และใครเกี่ยวข้อง",
        "What happened, where, when, and who had a part in it",
    ),
    Sentence(
        "พยานหลักฐาน: เอกสาร ภาพ หรือผู้ที่รู้เห็น ถ้ามี",
        "Evidence: papers, pictures, or who saw it, if there are any",
    ),
    Sentence(
        "ชื่อ ที่อยู่ และหมายเลขโทรศัพท์ของท่าน ถ้าต้องการให้หน่วยงานติดต่อกลับ",
        "Your name, address and telephone number, if you want the office to reach you",
    ),
)
_SEALED: Final = Sentence(
    "ชื่อ ที่อยู่ และช่องทางติดต่อของผู้ร้องเรียนและพยานเข้ารหัสไว้ เปิดได้เฉพาะผู้มีหน้าที่ "
    "และระบบบันทึกทุกครั้งว่าใครเปิด เมื่อใด",
    "Names, addresses and contacts of complainants and witnesses are encrypted, open to those on "
    "duty only, and each opening is recorded.",
)
_KNOWN: Final = Sentence(
    "ทางเว็บ หน่วยงานรู้เฉพาะสิ่งที่ท่านพิมพ์และแนบ ไม่เก็บหมายเลขเครื่อง ที่อยู่เครือข่าย หรือตำแหน่งของท่าน",
    "On the web the office learns what you type and attach, and nothing of your device, network "
    "or place.",
)
_NO_PART: Final = Sentence(
    "ผู้ถูกร้องเรียนไม่เห็นเรื่องในระบบ และไม่มีส่วนในการพิจารณาเรื่องของตน",
    "Whoever a complaint is about does not see it in the system, and has no part in deciding it.",
)
_CODE: Final = Sentence(
    "เก็บรหัสรับเรื่อง 16 หลักที่ได้เมื่อร้องเรียน แล้วใส่รหัสในหน้า “ติดตามเรื่องด้วยรหัส” ของหน่วยงาน",
    "Keep the code of 16 digits you are given, and enter it on the page “Follow your case”.",
)
_MAILBOX: Final = Sentence(
    "ในหน้านั้นท่านเห็นความคืบหน้า อ่านข้อความของหน่วยงาน ตอบ และส่งข้อมูลเพิ่มได้ โดยไม่ต้องบอกชื่อ",
    "There you see how far it is, read what the office writes, answer and send more, "
    "without a name.",
)
_RESULT: Final = Sentence(
    "เมื่อพิจารณาแล้วหน่วยงานแจ้งผลตามช่องทางที่ท่านเลือก ผู้ไม่บอกชื่ออ่านผลได้ด้วยรหัส",
    "Once it is decided you are told in the way you chose; without a name, you read it by code.",
)
_LOST: Final = Sentence(
    "รหัสหายแล้วหาใหม่ไม่ได้ ถ้าบอกชื่อไว้ ถามที่หน่วยงานได้ ถ้าไม่ได้บอกชื่อ ให้ส่งเรื่องใหม่",
    "A lost code cannot be found again. If you gave your name, ask the office; else send it anew.",
)
