"""The first page of an office's public side: two doors, what happens then, where else to go."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template

from engine.errors import Sentence
from engine.office.deadlines import DeadlineName
from engine.office.explanation import rule_in_words
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import Audience, Channel, ChannelKind, OutsideBody
from engine.office.public_doors import PublicDoor
from engine.office.public_explanations import PublicExplanation, recording_of
from web import pages
from web.public.room import blueprint, visited


@dataclass(frozen=True)
class DoorWords:
    """What a door is called, what is brought in by it, and what its link says."""

    title: Sentence
    what: Sentence
    how: Sentence
    go: Sentence


DOORS = {
    PublicDoor.CORRUPTION: DoorWords(
        Sentence("การทุจริตและประพฤติมิชอบ", "Corruption and misconduct"),
        Sentence(
            "เจ้าหน้าที่เรียกรับเงิน ใช้อำนาจหาประโยชน์ ใช้ของหลวงเป็นของตน ฮั้วประมูล หรือทำผิดหน้าที่",
            "Staff who ask for money, use their office for gain, take public property, "
            "rig a tender or do wrong in their duty",
        ),
        Sentence(
            "ทุกเรื่องเป็นความลับ เปิดเฉพาะผู้มีหน้าที่ ไม่บอกชื่อก็ได้",
            "Everything is secret and open to those on duty only. No name is needed.",
        ),
        Sentence("ร้องเรียนการทุจริต", "Report corruption"),
    ),
    PublicDoor.GENERAL: DoorWords(
        Sentence("เรื่องร้องเรียนทั่วไป", "Other complaints"),
        Sentence(
            "บริการล่าช้า ความเดือดร้อน งานที่หน่วยงานควรทำ ขอข้อมูล หรือความคิดเห็น",
            "Slow service, a nuisance, work the office should do, information, an opinion",
        ),
        Sentence(
            "ชื่อและช่องทางติดต่อของท่านปิดไว้ เปิดเฉพาะผู้มีหน้าที่",
            "Your name and how to reach you are sealed and open to those on duty only.",
        ),
        Sentence("ร้องเรียนเรื่องทั่วไป", "Make a complaint"),
    ),
}
_THEN = (
    (DeadlineName.INTAKE, Sentence("เจ้าหน้าที่ลงทะเบียนเรื่อง", "An officer registers the matter")),
    (
        DeadlineName.FIRST_NOTICE,
        Sentence("เราแจ้งท่านว่ารับไว้ดำเนินการอย่างไร", "We tell you what becomes of it"),
    ),
    (DeadlineName.CONCLUDE, Sentence("เราสรุปผล แล้วแจ้งท่าน", "We conclude it, and tell you")),
)


@blueprint.get("/")
def start(office_key: str) -> str:
    profile = visited().profile
    return render_template(
        "public/start.html",
        office_key=office_key,
        explanations=list(_explanations(profile)),
        doors=[(door, DOORS[door]) for door in visited().doors],
        then=what_then(profile),
        channels=list(other_channels(profile)),
        bodies=list(outside_bodies(profile)),
    )


@dataclass(frozen=True)
class Explained:
    """What is said in a further language, and at which place of the profile its recording is."""

    said: PublicExplanation
    place: int
    is_recorded: bool


def _explanations(profile: OfficeProfile) -> Iterator[Explained]:
    for place, one in enumerate(profile.public_explanations):
        yield Explained(one, place, recording_of(one, pages.settings().offices_dir) is not None)


def what_then(profile: OfficeProfile) -> list[tuple[Sentence, Sentence]]:
    """Return what the office does with a complaint and in what time, as its profile says."""
    return [
        (words, rule_in_words(profile.deadlines[name]))
        for name, words in _THEN
        if name in profile.deadlines
    ]


def other_channels(profile: OfficeProfile) -> Iterator[Channel]:
    """Yield the channels that are published, but this one and what only agencies use."""
    for channel in profile.open_channels.values():
        is_own = channel.kind in (ChannelKind.WEBSITE, ChannelKind.OTHER_AGENCY)
        is_told = channel.audience is Audience.PUBLIC or channel.kind is ChannelKind.BOX
        if is_told and not is_own:
            yield channel


def outside_bodies(profile: OfficeProfile) -> Iterator[OutsideBody]:
    """Yield where else one can complain."""
    return (body for body in profile.outside_bodies.values() if body.public)
