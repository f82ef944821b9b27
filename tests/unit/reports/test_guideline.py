"""A guideline says what the office runs: every step, who does it, every deadline, every way on."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import build_edition
from engine.errors import Sentence
from engine.journal.canonical import canonical_bytes
from engine.office.explanation import rule_in_words
from engine.office.profile import parse_profile
from engine.office.public_doors import PublicDoor
from engine.office.roles import Role
from engine.reports.guideline import read, written
from engine.reports.guideline_words import guideline_of
from engine.resources import bundled_dir

OFFICES = sorted(file.stem for file in (bundled_dir("processes") / "offices").glob("*.toml"))
TODAY = date(2026, 11, 23)


def sources(folder, ending):
    return {file.stem: file.read_bytes() for file in bundled_dir(folder).glob(f"*.{ending}")}


def edition_of(process_id, **other):
    return build_edition(
        process_id, {**sources("processes", "bpmn"), **other}, sources("forms", "json")
    )


def profile_of(office):
    file = bundled_dir("processes") / "offices" / f"{office}.toml"
    return parse_profile(file.read_text(encoding="utf-8"), office)


def made(office="provincial", profile=None, edition=None):
    profile = profile or profile_of(office)
    doors = {
        door.value: edition or edition_of(profile.doors[door])
        for door in PublicDoor
        if door in profile.doors
    }
    return guideline_of(profile, doors, TODAY)


@pytest.mark.parametrize("office", OFFICES)
def test_every_task_and_called_process_of_the_edition_is_a_step_once(office):
    for told in made(office).procedures:
        process = blueprint_of(edition_of(told.process_id)).processes[told.process_id]
        kinds = ("userTask", "callActivity")
        drawn = {each.id for each in process.elements.values() if each.kind in kinds}
        assert drawn == {step.element for step in told.steps}
        assert len(told.steps) == len(drawn)


@pytest.mark.parametrize("office", OFFICES)
def test_every_deadline_is_said_as_the_profile_has_it(office):
    profile = profile_of(office)
    guideline = made(office)
    for told in guideline.procedures:
        process = blueprint_of(edition_of(told.process_id)).processes[told.process_id]
        for step in told.steps:
            name = process.elements[step.element].properties.get("deadline", "")
            rule = profile.find_deadline(name)
            if rule is not None:
                assert step.time == rule_in_words(rule)
                assert step.time in [limit.rule for limit in guideline.times]


@pytest.mark.parametrize("office", OFFICES)
def test_a_diagram_says_no_number_of_days_that_the_profile_may_have_otherwise(office):
    said = [step.what for told in made(office).procedures for step in told.steps]
    assert [one for one in said if re.search(r"[0-9๐-๙]+ วัน", one)] == []


@pytest.mark.parametrize("office", OFFICES)
def test_every_way_leads_to_a_step_and_one_of_them_to_the_end(office):
    for told in made(office).procedures:
        numbers = {step.number for step in told.steps}
        ways = {way.to for step in told.steps for way in step.ways}
        assert set(told.begin) <= numbers
        assert ways - numbers == {""}
        assert numbers - ways == set(told.begin) - ways


def test_the_eight_steps_of_the_chart_lead_and_what_lies_beside_one_goes_with_it():
    (told,) = made().procedures
    numbers = [step.number for step in told.steps]
    assert numbers == [
        *("1", "2.1", "2.2", "2.3", "3.1", "3.2", "4.1", "4.2"),
        *("5", "6.1", "6.2", "6.3", "6.4", "6.5", "7", "8"),
    ]
    assert told.steps[0].name == Sentence("ลงรับเรื่องร้องเรียน/แจ้งเบาะแส", "Register the complaint")


def test_a_step_says_by_which_answer_it_goes_where():
    (told,) = made().procedures
    signed = next(step for step in told.steps if step.element == "sign_letter")
    assert [(way.answer.th, way.to) for way in signed.ways] == [
        ("ส่งกลับแก้ไข", "3.1"),
        ("ลงนามแล้ว – มอบกลุ่มงาน", "4.1"),
        ("ลงนามแล้ว – แต่งตั้งคณะกรรมการ", "4.2"),
        ("ลงนามแล้ว – ไม่รับ / ส่งหน่วยงานอื่น", "6.4"),
    ]


def test_a_called_process_is_told_by_its_steps_and_the_time_that_all_of_them_share():
    (told,) = made().procedures
    notice = next(step for step in told.steps if step.element == "notices")
    assert [part.name.en for part in notice.parts] == [
        "Draft the first notice",
        "Sign the notice",
        "Dispatch and record",
        "Post to the receipt mailbox",
    ]
    assert notice.time == Sentence(
        "ภายใน 15 วัน นับแต่วันรับเรื่อง", "within 15 calendar days of the day of receipt"
    )


def test_who_is_responsible_is_called_as_the_office_calls_the_role():
    profile = profile_of("provincial")
    named = Sentence("เจ้าหน้าที่ศูนย์รับเรื่อง", "Officer of the centre")
    renamed = replace(profile, titles={**profile.titles, Role.OFFICER: named})
    assert made().procedures[0].steps[0].responsible == profile.titles[Role.OFFICER]
    assert made(profile=renamed).procedures[0].steps[0].responsible == named


def test_a_step_renamed_in_the_diagram_is_renamed_in_the_guideline():
    drawn = sources("processes", "bpmn")["complaint_provincial"].decode()
    changed = drawn.replace('name="๘ จัดเก็บเรื่อง"', 'name="๘ เก็บเข้าแฟ้ม"')
    edition = edition_of("complaint_provincial", complaint_provincial=changed.encode())
    assert made().procedures[0].steps[-1].name.th == "จัดเก็บเรื่อง"
    assert made(edition=edition).procedures[0].steps[-1].name.th == "เก็บเข้าแฟ้ม"
    assert made(edition=edition) != made()


def test_a_first_notice_is_promised_only_where_a_step_gives_it():
    assert any("ให้ทราบเบื้องต้น" in one.th for one in made("provincial").following)
    assert not any("ให้ทราบเบื้องต้น" in one.th for one in made("kero").following)


def test_the_channels_are_those_of_the_profile_but_what_only_agencies_use():
    profile, told = profile_of("provincial"), made()
    expected = [one.key for one in profile.channels.values() if one.key != "other_agency"]
    assert [one.key for one in told.channels] == expected
    box = next(one for one in told.channels if one.key == "box")
    assert (box.looked_at.th, box.remark.th) == ("ทุกสัปดาห์", "เปิดโดยเจ้าหน้าที่สองคน")


def test_an_office_that_takes_no_anonymous_complaints_does_not_say_it_does():
    profile = profile_of("provincial")
    by_name = replace(profile, intake=replace(profile.intake, anonymous=False))
    assert any("ไม่บอกชื่อก็ร้องเรียนได้" in one.th for one in made().how)
    assert not any("ไม่บอกชื่อก็ร้องเรียนได้" in one.th for one in made(profile=by_name).how)


@pytest.mark.parametrize("office", OFFICES)
def test_what_is_written_into_history_is_read_again_as_it_was(office):
    guideline = made(office)
    assert read(json.loads(canonical_bytes(written(guideline)))) == guideline
