"""What an administrator gets wrong at the command line: one sentence in both languages."""

import re

import pytest

from engine.resources import bundled_dir
from web.cli import main

PROFILE = bundled_dir("processes") / "offices" / "provincial.toml"
THAI = re.compile(r"[ก-๙]")


@pytest.fixture
def sucharit(tmp_path, monkeypatch, capsys):
    """Run a command in a demonstration of its own; gives the exit code and all that was said."""
    monkeypatch.setenv("SUCHARIT_MODE", "demonstration")
    monkeypatch.setenv("SUCHARIT_DATA_DIR", str(tmp_path / "var"))
    for name in ("DATABASE_URL", "MASTER_KEY_FILE", "SIGNING_KEY_FILE"):
        monkeypatch.delenv(f"SUCHARIT_{name}", raising=False)

    def run(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def opened(sucharit):
    for words in (["migrate"], ["office", "open", PROFILE]):
        assert sucharit(*words)[0] == 0
    return sucharit


@pytest.fixture
def plain_file(tmp_path):
    found = tmp_path / "notes.txt"
    found.write_text("no folder, no database", encoding="utf-8")
    return found


def refused_with(said: tuple[int, str], words: str) -> None:
    code, text = said
    assert code == 1
    assert words in text
    assert THAI.search(text)


@pytest.mark.parametrize("command", ["migrate", "keys make", "doctor", "seal --once"])
def test_a_data_folder_that_cannot_be_made_is_named(sucharit, monkeypatch, plain_file, command):
    monkeypatch.setenv("SUCHARIT_DATA_DIR", str(plain_file))
    refused_with(sucharit(*command.split()), f"{plain_file} cannot be read or written")


def test_a_target_that_is_a_file_is_named(opened, plain_file):
    for words in (
        ["backup", plain_file],
        ["restore", plain_file],
        ["export-definitions", "provincial", plain_file],
    ):
        refused_with(opened(*words), "cannot be read or written")


@pytest.mark.parametrize("url", ["rubbish", "mysql://server/x", "postgresql://server:port/x"])
def test_an_address_that_is_no_database_of_ours_is_refused(sucharit, monkeypatch, url):
    monkeypatch.setenv("SUCHARIT_DATABASE_URL", url)
    refused_with(sucharit("migrate"), "must be sqlite:///")


def test_the_server_to_measure_on_is_an_address_of_a_database(sucharit):
    refused_with(sucharit("bench", "--only", "start", "--server", "rubbish"), "must be sqlite:///")


def test_a_file_that_is_no_database_is_refused(sucharit, monkeypatch, plain_file):
    monkeypatch.setenv("SUCHARIT_DATABASE_URL", f"sqlite:///{plain_file}")
    refused_with(sucharit("migrate"), "is not SQLite's")


def test_an_office_that_is_not_open_is_named_with_those_that_are(opened):
    for words in (["deploy", "nowhere"], ["audit", "reexecute", "--office", "nowhere"]):
        refused_with(opened(*words), "No office nowhere; open are: provincial.")


def test_an_office_whose_profile_begins_later_is_told_so(sucharit):
    sucharit("migrate")
    assert sucharit("office", "open", PROFILE, "--effective-on", "2399-01-01")[0] == 0
    refused_with(sucharit("deploy"), "is not yet in force")


def test_a_folder_of_definitions_that_is_not_there_is_named(opened, tmp_path):
    missing = tmp_path / "missing"
    processes = bundled_dir("processes")
    for words in (
        ["deploy", "--processes", missing],
        ["deploy", "--forms", missing],
        ["lint", processes, "--offices", missing],
    ):
        refused_with(opened(*words), f"There is no folder {missing}.")


def test_a_day_of_the_buddhist_era_is_not_taken_for_one_five_centuries_ahead(sucharit):
    code, text = sucharit("office", "open", PROFILE, "--effective-on", "2569-02-01")
    assert code == 2
    assert "ปี ค.ศ." in text


@pytest.mark.parametrize("name", ["", " x", "two words", "line\nend", "a" * 101])
def test_a_sign_in_name_that_nobody_can_type_is_refused(opened, name):
    refused_with(opened("user", "add", name, "--name", "มาลี", "--generate"), "A sign-in name has")


def test_a_person_needs_a_name(opened):
    refused_with(opened("user", "add", "mali", "--name", " ", "--generate"), "needs a name")


def test_capitals_make_no_second_account_and_its_password_is_not_shown(opened):
    words = ("user", "add", "mali", "--name", "มาลี", "--generate")
    assert opened(*words)[0] == 0
    code, text = opened("user", "add", "MALI", "--name", "มาลี", "--generate")
    assert code == 1
    assert "taken" in text
    assert len(text.splitlines()) == 2


def test_a_role_that_ends_before_it_begins_is_refused(opened):
    opened("user", "add", "mali", "--name", "มาลี", "--generate")
    days = ["--from", "2026-05-01", "--to", "2025-01-01"]
    words = ["user", "grant", "mali", "--office", "provincial", "--role", "officer"]
    refused_with(opened(*words, "--position", "x", *days), "before the first")
