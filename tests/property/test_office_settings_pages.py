"""The settings of every bundled office as forms, and back: what nobody edits is not changed."""

from datetime import date
from pathlib import Path
from tomllib import loads
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engine.definitions.reading import evaluate
from engine.errors import Severity
from engine.forms import check_answers
from engine.office.profile import check_profile, known_profile_keys, parse_profile
from engine.office.profile_settings import SettingKind, settings_at
from engine.office.toml_writer import head_of, write_toml
from web.form_pages import bind, posted_pairs
from web.office.fields import form_key, form_of
from web.office.showing import differences, entries_of
from web.office.values import answers_of, messages_of, with_answers, without
from web.office.views import remarks_in
from web.office.words import sections, worded_paths

FILES = sorted((Path(__file__).parents[2] / "processes" / "offices").glob("*.toml"))
TODAY = date(2026, 11, 23)
# What an office is known by elsewhere no page changes.
NOT_ON_PAGES = {"office.key", "office.parent.key"}
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in FILES}
OFFICES = {name: parse_profile(text, name) for name, text in TEXTS.items()}


def places_of(profile):
    return [entry.place for part in sections() for entry in entries_of(profile, part)]


PLACES = [(name, place) for name, profile in OFFICES.items() for place in places_of(profile)]


def sent(profile, place, answers):
    """Post the answers as the page does and return what is read of it."""
    schema = form_of(profile, place)
    pairs = [pair for each in schema.components for pair in posted_pairs(each, answers)]
    bound = bind(schema, MultiDict(pairs))
    judged = check_answers(
        schema, bound.answers, today=TODAY, names={"options": {}}, evaluate=evaluate
    )
    return judged.open


def test_every_key_of_a_profile_has_its_words():
    wholes = {"holidays", "oit", "origins", "public_explanations"}
    wholes |= {"sign_chains.<key>", "deadlines.<key>.reminders"}
    assert worded_paths() == (known_profile_keys() - NOT_ON_PAGES) | wholes


@pytest.mark.parametrize("name", TEXTS)
def test_a_profile_written_reads_as_the_same_with_its_remarks(name):
    written = write_toml(loads(TEXTS[name]), head_of(TEXTS[name]))
    assert parse_profile(written, name) == OFFICES[name]
    assert written.startswith(head_of(TEXTS[name]))


def test_what_a_pattern_says_is_to_be_confirmed_outlives_a_change():
    written = write_toml(loads(TEXTS["kero"]), head_of(TEXTS["kero"]))
    assert len(remarks_in(written)) == 6
    assert all("#" not in each for each in remarks_in(written))
    assert remarks_in(written)[0].startswith("วันหยุดราชการของจังหวัดชายแดนภาคใต้")
    assert remarks_in(TEXTS["tambon"]) == ()


@pytest.mark.parametrize("name", TEXTS)
def test_a_form_that_nobody_touched_changes_nothing(name):
    profile, tables = OFFICES[name], loads(TEXTS[name])
    for place in places_of(profile):
        answers = sent(profile, place, answers_of(profile, place))
        assert with_answers(tables, profile, place, answers) == tables, place
        assert form_of(profile, place).warnings == ()


@given(
    which=st.sampled_from(PLACES),
    word=st.text(st.characters(categories=("L", "N", "P", "Zs"), codec="utf-8"), min_size=1).map(
        # As the profile keeps it: what looks alike is written alike.
        lambda text: normalize("NFC", f"ก{text.strip()}")[:60]
    ),
)
def test_what_is_typed_stands_in_the_profile_and_nowhere_else(which, word):
    name, place = which
    profile, tables = OFFICES[name], loads(TEXTS[name])
    texts = [
        each for each in settings_at(place) if each.kind in (SettingKind.TEXT, SettingKind.SENTENCE)
    ]
    free = [each for each in texts if each.name not in ("format", "reply_to", "")]
    if not free or (place[0] == "respondents" and profile.respondents[place[1]].absent):
        return
    setting = free[0]
    key = form_key(setting) + ("_th" if setting.kind is SettingKind.SENTENCE else "")
    answers = {**answers_of(profile, place), key: word}
    text = write_toml(with_answers(tables, profile, place, sent(profile, place, answers)))
    changes = differences(profile, parse_profile(text, name))
    before = [
        line.values for part in sections() for e in entries_of(profile, part) for line in e.lines
    ]
    if any(word in said.th for values in before for said in values):
        return
    # An entry goes by its name where others refer to it: there the same word is said again.
    assert any(word in said.th for one in changes for said in one.after)
    assert all(any(word in said.th for said in one.after) for one in changes)


def test_an_error_stands_at_its_field_and_one_of_another_table_says_where():
    profile, tables = OFFICES["tambon"], loads(TEXTS["tambon"])
    place = ("deadlines", "first_notice")
    answers = sent(profile, place, answers_of(profile, place)) | {"number": 9999}
    text = write_toml(with_answers(tables, profile, place, answers))
    assert set(messages_of(check_profile(text), profile, place)) in ({"number"}, {""})
    chain = ("sign_chains", "default")
    said = sent(profile, chain, answers_of(profile, chain))
    said["rows"][0]["role"] = "auditor"
    text = write_toml(with_answers(tables, profile, chain, said))
    assert set(messages_of(check_profile(text), profile, chain)) == {"rows.0.role"}
    gone = write_toml(without(tables, ("outside_bodies", "district")))
    (messages,) = messages_of(check_profile(gone), profile, ("outside_bodies", "district")).values()
    assert any("ผู้ถูกร้องเรียน นายก" in each.th for each in messages)


@pytest.mark.parametrize(
    ("place", "path", "field"),
    [
        (("respondents", "head"), "tracked_by", "tracked_by.0.one"),
        (("duties",), "apart", ""),
        (("channels", "post"), "name", "name_th"),
    ],
)
def test_errors_within_lists_and_sentences_find_their_field(place, path, field):
    profile, tables = OFFICES["tambon"], loads(TEXTS["tambon"])
    answers = sent(profile, place, answers_of(profile, place))
    if path == "tracked_by":
        answers[path] = [{"one": "head"}]
    elif path == "apart":
        answers[path] = [{"first": "head", "second": "head"}]
    else:
        answers["name_th"] = None
    text = write_toml(with_answers(tables, profile, place, answers))
    problems = [each for each in check_profile(text) if each.severity is Severity.ERROR]
    assert problems
    assert set(messages_of(problems, profile, place)) == {field}
