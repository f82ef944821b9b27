from datetime import date

import pytest

from engine.errors import NotFound, ProfileInvalid, Sentence, Severity
from engine.office.deadlines import DeadlineName
from engine.office.profile import check_profile, parse_profile
from engine.office.profile_tables import RespondentKind
from engine.office.roles import Role
from engine.resources import bundled_dir

TEXT = (bundled_dir("processes") / "offices" / "provincial.toml").read_text(encoding="utf-8")
PROFILE = parse_profile(TEXT, "provincial.toml")


def _changed(old, new):
    assert TEXT.count(old) >= 1, f"the profile holds no {old!r}"
    return TEXT.replace(old, new, 1)


def _without_table(header):
    start = TEXT.index(f"[{header}]\n")
    return TEXT[:start] + TEXT[TEXT.index("\n[", start) + 1 :]


def _problems(text):
    with pytest.raises(ProfileInvalid) as refused:
        parse_profile(text, "changed.toml")
    return refused.value.problems


def _line(text, found):
    return text[: text.index(found)].count("\n") + 1


def test_an_unknown_key_is_located_and_a_near_one_is_offered():
    text = _changed('phone = "0 5500 0142"', 'phnoe = "0 5500 0142"')
    unknown = next(problem for problem in _problems(text) if problem.rule == "unknown_key")
    assert unknown.element == "office.phnoe"
    assert unknown.line == _line(text, "phnoe")
    assert "phone" in unknown.message.th
    assert "did you mean phone" in unknown.message.en


def test_a_missing_key_is_located_at_its_table():
    text = _changed('phone = "0 5500 0142"\n', "")
    (problem,) = _problems(text)
    assert (problem.rule, problem.element) == ("missing_key", "office.phone")
    assert problem.line == _line(text, "[office]")


def test_all_faults_of_single_keys_are_told_at_once_in_order_of_their_lines():
    text = _changed("number = 15", 'number = "fifteen"').replace(
        'digits]\npages = "arabic"', "digits]\npages = 5"
    )
    problems = _problems(text)
    assert [problem.rule for problem in problems] == ["unknown_value", "wrong_type"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "rule", "element"),
    [
        ('pages = "arabic"', 'pages = "roman"', "unknown_value", "digits.pages"),
        ("number = 1\n", "number = true\n", "wrong_type", "deadlines.intake.number"),
        ("number = 1\n", "number = -1\n", "contradiction", "deadlines.intake"),
        ("anonymous = true", "anonymous = 1", "wrong_type", "intake.anonymous"),
        ("opens = 08:30:00", 'opens = "08:30"', "wrong_type", "working_hours.opens"),
        ("opens = 08:30:00", "opens = 17:00:00", "contradiction", "working_hours"),
        (
            '["saturday", "sunday"]',
            '["saturday", "funday"]',
            "unknown_value",
            "working_hours.weekend[1]",
        ),
        ('key = "provincial"', 'key = "Provincial Office"', "invalid_value", "office.key"),
        ("[units.planning]", "[units.Planning]", "invalid_key", "units.Planning"),
        ("[tags.procurement]", "[tags.Procurement]", "invalid_key", "tags.Procurement"),
        (
            'name = { th = "จัดซื้อจัดจ้าง"',
            'name = { th = ""',
            "invalid_value",
            "tags.procurement.name.th",
        ),
        ("[titles]", "[titles]\nboss = 'x'", "unknown_value", "titles.boss"),
        (
            'format = "{number}/{year}"',
            'format = "{number}"',
            "invalid_value",
            "numbers.register.format",
        ),
        (
            'format = "ล {number}/{year}"',
            'format = "{number}/{year}"',
            "same_number_format",
            "numbers.secret_register.format",
        ),
        (
            'format = "ล {number}/{year}"',
            'format = "ง {number}/{year}"',
            "same_number_format",
            "numbers.office_business.format",
        ),
        ("years = 10", "years = 0", "invalid_value", "retention.default.years"),
        ('reply_to = "complaints@water.srinakhon.example"', "", "contradiction", "mail"),
        (
            'responsible_unit = "administration"',
            'responsible_unit = "nobody"',
            "unknown_reference",
            "intake.responsible_unit",
        ),
        (
            'outside_body = "governor"',
            'outside_body = "govenor"',
            "unknown_reference",
            "respondents.head.outside_body",
        ),
        (
            'outside_actor = "governor"',
            'outside_actor = "x"',
            "unknown_reference",
            "duties.outside_actor",
        ),
        ("[deadlines.hearing]", "[deadlines.heering]", "unknown_deadline", "deadlines.heering"),
        (
            "[deadlines.intake]",
            "[deadlines.registering]\ntitle = {th = 'ก', en = 'a'}",
            "missing_entry",
            "deadlines",
        ),
        ('officer = "complaint_provincial"', "", "missing_entry", "doors"),
        ("[kinds.complaint]", "[kinds.complaints]", "unknown_value", "kinds.complaints"),
        ("[retention.default]", "[retention.usual]", "missing_entry", "retention"),
        (
            'escalate_to = "head"',
            'escalate_to = "auditor"',
            "role_holds_no_work",
            "deadlines.committee_report.escalate_to",
        ),
        (
            'officer = ["manager"]',
            'officer = ["officer"]',
            "own_alternate",
            "alternates.officer[0]",
        ),
        ('["officer", "custodian"]', '["officer", "officer"]', "contradiction", "duties"),
        (
            'name = { th = "กลุ่มงานบริหาร"',
            'name = { th = " "',
            "invalid_value",
            "units.administration.name.th",
        ),
        (
            'name = { th = "กลุ่มงานบริหาร"',
            'name = { th = "ก\\nข"',
            "invalid_value",
            "units.administration.name.th",
        ),
        (
            'name = { th = "กลุ่มงานบริหาร"',
            'name = { tha = "กลุ่มงานบริหาร"',
            "wrong_type",
            "units.administration.name",
        ),
        (
            "reminders = [{ day = 10 }]",
            "reminders = [{ day = 10, before = 1 }]",
            "contradiction",
            "deadlines.first_notice.reminders[0]",
        ),
        (
            "reminders = [{ day = 10 }]",
            "reminders = { day = 10 }",
            "wrong_type",
            "deadlines.first_notice.reminders",
        ),
        (
            '[retaliation]\noutside_body = "pacc"\ntracked_by = ["custodian", "manager"]',
            '[retaliation]\noutside_body = "pacc"',
            "contradiction",
            "retaliation",
        ),
        (
            '[retaliation]\noutside_body = "pacc"',
            '[retaliation]\noutside_body = "nobody"',
            "unknown_reference",
            "retaliation.outside_body",
        ),
        (
            'tracked_by = ["custodian", "manager"]\n\n[alternates]',
            'tracked_by = ["auditor"]\n\n[alternates]',
            "role_holds_no_work",
            "retaliation.tracked_by[0]",
        ),
        *(
            (
                "[mail]",
                "\n".join(
                    (
                        "[[public_explanations]]",
                        f'language = "{language}"',
                        'name = "M"',
                        f'text = "{text}"',
                        f'audio = "{audio}"',
                        "[mail]",
                    )
                ),
                "invalid_value",
                f"public_explanations[0].{key}",
            )
            for language, text, audio, key in (
                ("Malay language", "T", "a.mp3", "language"),
                ("ms", "T\\nT", "a.mp3", "text"),
                ("ms", "T", "../a.mp3", "audio"),
                ("ms", "T", "a.toml", "audio"),
            )
        ),
    ],
)
def test_a_wrong_value_is_refused_at_its_key(old, new, rule, element):
    found = [(problem.rule, problem.element) for problem in _problems(_changed(old, new))]
    assert (rule, element) in found


def test_every_problem_speaks_both_languages_and_stands_on_a_line_of_the_text():
    problems = _problems(_changed("[office]", "[ofice]"))
    for problem in problems:
        assert problem.message.th
        assert problem.message.en
        assert 1 <= problem.line <= TEXT.count("\n")


def test_a_text_that_is_not_toml_is_located():
    (problem,) = _problems(TEXT + "\n[broken\n")
    assert problem.rule == "not_toml"
    assert problem.line >= TEXT.count("\n")


@pytest.mark.parametrize(
    "text", ["[" * 30_000, "a = " + "[" * 30_000, "a = " + "9" * 10_000, "\x00", "x" * 300_000]
)
def test_hostile_texts_are_problems_and_no_tracebacks(text):
    assert _problems(text)


def test_an_empty_profile_names_every_table_that_is_missing():
    missing = {problem.element for problem in _problems("")}
    assert {"office", "units", "deadlines", "respondents", "outside_bodies"} <= missing


def test_the_note_of_a_refusal_names_the_file_and_line():
    with pytest.raises(ProfileInvalid) as refused:
        parse_profile("x = 1", "somewhere.toml")
    assert any(note.startswith("somewhere.toml:1: x:") for note in refused.value.__notes__)


def test_thai_alone_is_taken_with_a_warning():
    text = _changed(
        'name = { th = "กลุ่มงานก่อสร้าง", en = "Construction Group" }', 'name = "กลุ่มงานก่อสร้าง"'
    )
    (problem,) = check_profile(text)
    assert (problem.rule, problem.severity) == ("english_missing", Severity.WARNING)
    assert problem.line == _line(text, 'name = "กลุ่มงานก่อสร้าง"')
    unit = parse_profile(text, "x").get_unit("construction")
    assert unit.name == Sentence("กลุ่มงานก่อสร้าง", "กลุ่มงานก่อสร้าง")


def test_an_office_may_have_a_deadline_of_its_own_if_it_is_named():
    text = TEXT + (
        "\n[deadlines.site_visit]\nnumber = 5\nunit = 'working'\nstart_event = 'ordered'\n"
        "basis = 'office'\ncitation = { th = 'ก', en = 'a' }\n"
        "title = { th = 'ลงพื้นที่', en = 'Site visit' }\n"
    )
    rule = parse_profile(text, "x").find_deadline("site_visit")
    assert rule is not None
    assert (rule.name, rule.label.th) == ("site_visit", "ลงพื้นที่")


@pytest.mark.parametrize("kind", list(RespondentKind))
def test_a_respondent_without_a_route_is_refused(kind):
    assert any(
        problem.rule == "respondent_without_route" and problem.element == f"respondents.{kind}"
        for problem in _problems(_without_table(f"respondents.{kind}"))
    )


def test_the_head_may_not_be_absent():
    start = TEXT.index("[respondents.head]\n")
    end = TEXT.index("[respondents.deputy]")
    text = TEXT[:start] + "[respondents.head]\nabsent = true\n\n" + TEXT[end:]
    assert any(problem.rule == "respondent_without_route" for problem in _problems(text))


def test_a_present_respondent_needs_an_outside_body_and_a_tracker():
    text = _changed('tracked_by = ["custodian", "manager"]', "tracked_by = []")
    assert any(
        problem.rule == "contradiction" and problem.element == "respondents.head"
        for problem in _problems(text)
    )


def test_nobody_takes_or_tracks_the_case_about_himself():
    text = _changed('handlers = ["manager"]', 'handlers = ["officer"]')
    (problem,) = _problems(text)
    assert problem.rule == "respondent_takes_own_case"
    assert problem.element == "respondents.intake_officer.handlers[0]"
    assert problem.line == _line(text, 'handlers = ["officer"]')


def test_positions_that_share_a_role_may_be_one_person():
    text = _changed('holds = ["custodian"]', 'holds = ["custodian", "officer"]').replace(
        '["officer", "custodian"],\n', ""
    )
    found = {problem.element for problem in _problems(text)}
    assert "respondents.intake_officer.tracked_by[0]" in found


def test_duties_that_may_not_coincide_are_refused_in_one_position():
    text = _changed('holds = ["officer"]', 'holds = ["officer", "publication_approver"]')
    assert [problem.rule for problem in _problems(text)] == ["duties_coincide"]


def test_a_small_office_may_let_duties_coincide_if_it_says_so():
    text = _changed('holds = ["officer"]', 'holds = ["officer", "publication_approver"]')
    silent = text.replace("[duties]", "[duties]\nsmall_office = true")
    assert [problem.rule for problem in _problems(silent)] == ["contradiction"]
    open_about_it = silent.replace("[duties]", "[duties]\ndisclosure = { th = 'ก', en = 'a' }")
    assert parse_profile(open_about_it, "x").duties.small_office


def test_a_head_judged_by_subordinates_is_warned_about():
    text = _changed('holds = ["head"]', 'holds = ["head"]\nhandlers = ["manager"]')
    assert [problem.rule for problem in check_profile(text)] == ["head_judged_by_subordinate"]
    assert not parse_profile(text, "x").route_for(RespondentKind.HEAD).is_sealed_referral


def test_the_clock_of_intake_that_ends_with_contact_is_set_where_intake_is_and_nowhere_else():
    intake = TEXT[TEXT.index("[deadlines.intake]") :].split("\n\n")[0]
    own = intake.replace(
        "[deadlines.intake]", "[deadlines.unit_contact]\ntitle = { th = 'ก', en = 'a' }"
    )
    assert [problem.rule for problem in _problems(f"{TEXT}\n{own}\n")] == ["deadline_of_intake"]
    clock = PROFILE.find_deadline("unit_contact")
    assert clock is not None
    assert (clock.number, clock.unit) == (
        PROFILE.deadlines["intake"].number,
        PROFILE.deadlines["intake"].unit,
    )
    assert clock.label != PROFILE.deadlines["intake"].label


def test_a_sign_chain_ends_with_the_head():
    text = TEXT + "\n[[sign_chains.wrong]]\nrole = 'manager'\ntitle = { th = 'ก', en = 'a' }\n"
    assert [problem.rule for problem in _problems(text)] == ["chain_without_head"]


def test_an_office_calls_a_role_by_its_own_title_or_the_neutral_one():
    assert PROFILE.title_of(Role.ALTERNATE_HEAD).th == "รองผู้อำนวยการ"
    assert PROFILE.title_of(Role.COMMITTEE_MEMBER) == Role.COMMITTEE_MEMBER.title


def test_what_an_office_lacks_is_not_found():
    for find in (PROFILE.get_unit, PROFILE.get_category):
        with pytest.raises(NotFound):
            find("nothing")
    with pytest.raises(NotFound):
        PROFILE.route_for(RespondentKind.PERMANENT_SECRETARY)
    assert PROFILE.find_deadline("nothing") is None


def test_a_number_is_written_by_its_series():
    assert PROFILE.numbers.register.render(21, 2570) == "21/2570"
    assert PROFILE.numbers.secret_register.render(6, 2570) == "ล 6/2570"
    padded = parse_profile(_changed('year = "fiscal"', 'year = "fiscal"\nwidth = 4'), "x")
    assert padded.numbers.register.render(21, 2570) == "0021/2570"


def test_complainants_are_told_which_channels_the_respondent_reads():
    read = PROFILE.channels_read_by(RespondentKind.ADMINISTRATOR)
    assert [channel.key for channel in read] == ["facebook"]


def test_the_calendar_of_a_profile_holds_public_holidays_and_its_own_rows():
    text = TEXT + (
        "\n[[holidays]]\non = 2027-03-10\nkind = 'added'\n"
        "name = { th = 'วันตรุษอีดิ้ลฟิตรี', en = 'Eid al-Fitr' }\n"
        "citation = { th = 'ประกาศ', en = 'announced' }\n"
    )
    calendar = parse_profile(text, "x").calendar([2027])
    assert calendar.find_reason_off(date(2027, 3, 10)) == Sentence("วันตรุษอีดิ้ลฟิตรี", "Eid al-Fitr")
    assert not calendar.is_working_day(date(2027, 12, 10))
    assert calendar.is_working_day(date(2027, 3, 11))
    assert calendar.known_until == date(2027, 12, 31)


def test_the_tables_of_a_profile_cannot_be_changed():
    with pytest.raises(TypeError):
        PROFILE.units["extra"] = PROFILE.get_unit("planning")


def test_every_known_deadline_is_set_in_some_bundled_office():
    offices = (bundled_dir("processes") / "offices").glob("*.toml")
    profiles = [parse_profile(each.read_text(encoding="utf-8"), each.name) for each in offices]
    assert {name for profile in profiles for name in profile.deadlines} == set(DeadlineName)
