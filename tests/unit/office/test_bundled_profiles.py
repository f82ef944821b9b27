"""The profiles that ship with the release, and the page that explains them."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from engine.definitions.deployment import read_editions
from engine.office.cycles import covered_by, occurrences
from engine.office.deadlines import Basis, DayUnit, Reminder, Roll, StartEvent
from engine.office.profile import check_profile, known_profile_keys, parse_profile
from engine.office.profile_checks import same_person
from engine.office.profile_tables import (
    ActingFor,
    Audience,
    CaseKind,
    ChannelKind,
    RespondentKind,
    Route,
)
from engine.office.roles import Role
from engine.resources import bundled_dir

OFFICES = sorted((bundled_dir("processes") / "offices").glob("*.toml"))
PAGE = Path(__file__).parents[3] / "docs" / "office-profile.md"


def _profile(path):
    return parse_profile(path.read_text(encoding="utf-8"), path.name)


every_office = pytest.mark.parametrize("path", OFFICES, ids=lambda path: path.stem)


def test_a_provincial_and_a_tambon_office_are_bundled():
    assert {"provincial", "tambon"} <= {path.stem for path in OFFICES}


@every_office
def test_a_bundled_profile_has_no_problem_and_is_named_as_its_file(path):
    assert check_profile(path.read_text(encoding="utf-8")) == ()
    assert _profile(path).key == path.stem


@every_office
@pytest.mark.parametrize("kind", list(RespondentKind))
def test_every_choice_of_respondent_has_a_handler_or_a_sealed_referral(path, kind):
    profile = _profile(path)
    offered = {route.kind: route for route in profile.respondent_choices()}
    if kind not in offered:
        assert kind in {RespondentKind.DEPUTY, RespondentKind.PERMANENT_SECRETARY}
        assert profile.respondents[kind].absent
        return
    route = offered[kind]
    own = same_person(profile.respondents, kind)
    assert profile.outside_bodies[route.outside_body or ""].address.th
    assert route.tracked_by
    for role in (*route.handlers, *route.tracked_by):
        assert role.holds_work
        assert role not in own


@every_office
def test_a_case_about_the_head_leaves_the_office_sealed(path):
    assert _profile(path).route_for(RespondentKind.HEAD).is_sealed_referral


@every_office
def test_every_deadline_says_where_its_number_comes_from(path):
    for rule in _profile(path).deadlines.values():
        assert rule.citation.th
        assert ("กำหนดเอง" in rule.citation.th) == (rule.basis is Basis.OFFICE)


@every_office
def test_a_deadline_owed_by_the_office_does_not_roll(path):
    rolling = {
        name for name, rule in _profile(path).deadlines.items() if rule.roll is not Roll.NONE
    }
    assert rolling <= {"hearing"}


def test_the_provincial_office_keeps_the_numbers_of_the_guidelines():
    deadlines = _profile(bundled_dir("processes") / "offices" / "provincial.toml").deadlines
    notice, report, intake = (deadlines[name] for name in ("first_notice", "unit_report", "intake"))
    assert (notice.number, notice.unit, notice.start_event) == (
        15,
        DayUnit.CALENDAR,
        StartEvent.RECEIVED,
    )
    assert notice.reminders == (Reminder(day=10),)
    assert (report.number, report.unit) == (7, DayUnit.WORKING)
    assert (intake.number, intake.unit) == (1, DayUnit.WORKING)
    assert (deadlines["conclude"].number, deadlines["conclude"].unit) == (60, DayUnit.CALENDAR)


def test_the_tambon_of_the_guideline_keeps_its_table_its_categories_and_its_numbers():
    profile = _profile(bundled_dir("processes") / "offices" / "tapamok.toml")
    table = {key: each for key, each in profile.channels.items() if key != "other_agency"}
    assert {key: each.frequency.value for key, each in table.items()} == {
        "walk_in": "each_time",
        "website": "each_day",
        "telephone": "each_day",
        "facebook": "each_day",
    }
    assert {each.deadline for each in table.values()} == {"intake"}
    assert [each.route for each in profile.categories.values()] == [
        Route.GIVE_INFORMATION,
        Route.HEAD_ORDERS_UNIT,
        Route.CONTACT_UNIT,
        Route.REFER_OUTSIDE,
        Route.FIND_FACTS,
    ]
    published = {n: r for n, r in profile.deadlines.items() if r.basis is Basis.GUIDELINE}
    numbers = {name: (rule.number, rule.unit) for name, rule in published.items()}
    assert numbers == {
        "intake": (1, DayUnit.WORKING),
        "information": (0, DayUnit.WORKING),
        "unit_report": (7, DayUnit.WORKING),
    }
    assert {"monthly_report", "fiscal_year_report"} <= set(profile.cycles)
    doors = {profile.doors[door] for door in ("officer", "corruption", "general")}
    assert doors == {"complaint_tambon"}


def test_the_indicators_name_nine_channels_and_the_profile_has_them_in_their_order():
    profile = _profile(bundled_dir("processes") / "offices" / "kero.toml")
    assert list(profile.channels) == [
        "box",
        "post",
        "information_centre",
        "website",
        "telephone",
        "chief_direct_line",
        "direct_line",
        "e_mail",
        "facebook",
    ]
    assert profile.channels["chief_direct_line"].read_by == (RespondentKind.HEAD,)
    assert profile.channels["chief_direct_line"].note is not None


def test_the_personnel_section_is_the_unit_that_takes_tip_offs_in():
    profile = _profile(bundled_dir("processes") / "offices" / "kero.toml")
    assert profile.units[profile.intake.responsible_unit].name.th == "งานการเจ้าหน้าที่ สำนักปลัด"
    assert profile.title_of(Role.OFFICER).th == "นักทรัพยากรบุคคล"
    assert set(profile.doors.values()) == {"tip_off", "question"}
    assert [signer.role for signer in profile.sign_chains["default"]] == [Role.OFFICER, Role.HEAD]


def test_of_the_indicators_numbers_only_the_sixty_days_are_published():
    profile = _profile(bundled_dir("processes") / "offices" / "kero.toml")
    conclude = profile.deadlines["conclude"]
    assert (conclude.number, conclude.unit) == (60, DayUnit.CALENDAR)
    assert conclude.start_event is StartEvent.RECEIVED
    assert conclude.reminders == (Reminder(day=30), Reminder(day=50))
    published = {n for n, rule in profile.deadlines.items() if rule.basis is Basis.GUIDELINE}
    assert published == {"conclude"}
    assert {CaseKind.COMPLAINT, CaseKind.TIP_OFF, CaseKind.OPINION} <= set(profile.kinds)


@pytest.mark.parametrize("key", ["kero", "rayong"])
def test_a_memo_of_the_documents_begins_before_its_half_year_ends(key):
    """U30: both are dated before the day on which the period they report on is over."""
    profile = _profile(bundled_dir("processes") / "offices" / f"{key}.toml")
    memo = profile.cycles["six_month_memo"]
    calendar = profile.calendar([2027])
    (turn,) = occurrences(memo, date(2027, 3, 1), date(2027, 4, 15), calendar)
    half = covered_by(memo.covers, turn.nominal_on)
    assert half == (date(2026, 10, 1), date(2027, 3, 31))
    assert turn.begins_on == date(2027, 3, 24)


def test_no_personal_address_and_no_day_that_nobody_announced_stands_in_the_indicators_profile():
    text = (bundled_dir("processes") / "offices" / "kero.toml").read_text(encoding="utf-8")
    assert "@" not in text
    assert parse_profile(text, "kero").holidays == ()
    head = text.partition("[office]")[0]
    assert "วันตรุษอีดิ้ลฟิตรี วันตรุษอีดิ้ลอัฎฮา และวันตรุษจีน" in head
    assert "Eid al-Fitr" in head


def test_the_rows_of_regional_holidays_that_are_offered_can_be_used_once_they_have_a_day():
    text = (bundled_dir("processes") / "offices" / "kero.toml").read_text(encoding="utf-8")
    offered = re.findall(
        r"^# (\[\[holidays\]\]|(?:on|kind|name|citation) = .+)$",
        text[text.index("\n[working_hours]\n") :],
        re.MULTILINE,
    )
    rows = "\n".join(offered)
    for day in (16, 17, 18):
        rows = rows.replace("0000-00-00", f"2027-03-{day}", 1)
    profile = parse_profile(text.replace("[mail]", f"{rows}\n\n[mail]", 1), "kero")
    closed = [profile.calendar([2027]).is_working_day(date(2027, 3, day)) for day in (16, 17, 18)]
    assert closed == [False, False, False]
    assert profile.calendar([2027]).is_working_day(date(2027, 3, 19))


def test_the_explanation_in_the_local_language_that_is_offered_can_be_used_once_it_is_written():
    text = (bundled_dir("processes") / "offices" / "kero.toml").read_text(encoding="utf-8")
    assert parse_profile(text, "kero").public_explanations == ()
    slot = text[text.index("# [[public_explanations]]") :].partition("\n\n")[0]
    whole = text.replace(slot, slot.replace("# ", ""))
    tables = tomllib.loads(whole)
    (row,) = tables["public_explanations"]
    assert (row["language"], row["audio"]) == ("ms", "kero_ms.mp3")
    assert len(parse_profile(whole, "kero").public_explanations) == 1


def test_the_office_of_the_memo_has_its_three_signers_and_its_lists():
    profile = _profile(bundled_dir("processes") / "offices" / "rayong.toml")
    chain = profile.sign_chains["default"]
    assert [signer.role for signer in chain] == [Role.OFFICER, Role.MANAGER, Role.HEAD]
    assert [signer.title.th for signer in chain][-1] == "พัฒนาการจังหวัดระยอง"
    assert ActingFor.ON_BEHALF in chain[-1].acting_for
    assert profile.office.on_behalf_of is not None
    assert profile.office.on_behalf_of.th == "ผู้ว่าราชการจังหวัดระยอง"
    months = {key: cycle.months for key, cycle in profile.cycles.items() if cycle.months}
    assert months == {"readiness_check": (2,), "six_month_memo": (3, 6)}
    assert not [rule for rule in profile.deadlines.values() if rule.basis is Basis.GUIDELINE]


def test_the_memo_asks_three_channels_offline_and_online_and_one_of_its_own_for_corruption():
    profile = _profile(bundled_dir("processes") / "offices" / "rayong.toml")
    own = {key: each for key, each in profile.channels.items() if key != "other_agency"}
    assert len(own) >= 3
    online = {key for key, each in own.items() if each.kind is ChannelKind.WEBSITE}
    assert online == {"website_corruption"}
    assert set(own) - online
    assert own["website_corruption"].audience is Audience.SECRET


def test_the_office_of_the_eight_steps_has_fifteen_days_and_says_that_its_numbers_differ():
    path = bundled_dir("processes") / "offices" / "phitsanulok.toml"
    profile = _profile(path)
    published = {n: r for n, r in profile.deadlines.items() if r.basis is Basis.GUIDELINE}
    assert {name: (rule.number, rule.unit) for name, rule in published.items()} == {
        "first_notice": (15, DayUnit.CALENDAR)
    }
    head = path.read_text(encoding="utf-8").partition("[office]")[0]
    assert "๐๕๕ ๒๕๘๔๗๕" in head
    assert "๐๕๖ ๖๑๒๖๐๐" in head
    assert profile.channels["telephone"].note is not None
    assert set(profile.cycles) == {"channel_check", "fiscal_year_report"}


OF_DOCUMENTS = [path for path in OFFICES if path.stem not in {"provincial", "tambon"}]


@pytest.mark.parametrize("path", OF_DOCUMENTS, ids=lambda path: path.stem)
def test_a_profile_made_from_a_document_says_in_both_languages_what_is_to_be_confirmed(path):
    head = path.read_text(encoding="utf-8").partition("[office]")[0]
    assert "ให้หน่วยงานยืนยันก่อนใช้ / To be confirmed by the office before use:" in head
    assert "ทูลเกล้า" not in path.read_text(encoding="utf-8")


@every_office
def test_the_bundled_processes_can_be_deployed_in_a_bundled_office(path):
    deadlines, cycles = _profile(path).deadlines.keys(), _profile(path).cycles.keys()
    folders = bundled_dir("processes"), bundled_dir("forms")
    assert read_editions(*folders, deadlines=deadlines, cycles=cycles)


def test_the_page_about_profiles_lists_exactly_the_keys_that_are_read():
    page = PAGE.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(known_profile_keys())


def test_the_page_about_profiles_names_every_choice():
    page = PAGE.read_text(encoding="utf-8")
    for path in OFFICES:
        assert path.stem in {"provincial", "tambon"} or path.stem in page
    for choice in (*RespondentKind, *StartEvent, *Basis, *Roll, *DayUnit):
        assert f"`{choice}`" in page
