"""``sucharit`` from the outside: exit codes, both languages, and no traceback."""

import io
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from engine.resources import bundled_dir
from web.cli import build_parser, main

THAI = re.compile(r"[ก-๙]")
PROFILE = bundled_dir("processes") / "offices" / "provincial.toml"
OK, REFUSED, MISUSE = 0, 1, 2


@dataclass
class Said:
    code: int
    out: str
    err: str


Sucharit = Callable[..., Said]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration of its own in a folder of its own."""
    return demonstrate_in(tmp_path / "var", monkeypatch)


def demonstrate_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("SUCHARIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SUCHARIT_MODE", "demonstration")
    monkeypatch.setenv("SUCHARIT_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def sucharit(environment: Path, capsys: pytest.CaptureFixture[str]) -> Sucharit:
    assert environment

    def run(*words: object) -> Said:
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with the provincial office and its processes: made once."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    with pytest.MonkeyPatch.context() as monkeypatch:
        demonstrate_in(folder, monkeypatch)
        for words in (["migrate"], ["office", "open", str(PROFILE)], ["deploy"]):
            assert main(words) == OK
    return folder


@pytest.fixture
def opened(installation: Path, environment: Path, sucharit: Sucharit) -> Sucharit:
    """An installation of its own with the provincial office and its processes."""
    shutil.copytree(installation, environment)
    return sucharit


def commands() -> Iterator[list[str]]:
    """Every command with its sub-commands, as the parser knows them."""

    def below(parser, words: list[str]) -> Iterator[list[str]]:
        yield words
        for action in parser._subparsers._group_actions if parser._subparsers else []:  # noqa: SLF001  # argparse shows it nowhere else
            for name, inner in action.choices.items():
                yield from below(inner, [*words, name])

    yield from below(build_parser(), [])


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_explains_itself_in_both_languages(sucharit: Sucharit, words) -> None:
    said = sucharit(*words, "--help")
    assert said.code == OK
    assert THAI.search(said.out)
    assert "usage: sucharit" in said.out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["dance"],
        ["user"],
        ["user", "add"],
        ["lint"],
        ["lint", "--format", "xml", "x"],
        ["serve", "--loud"],
        ["user", "grant", "a", "--office", "b", "--role", "king", "--position", "c"],
        ["office", "open", "x.toml", "--effective-on", "tomorrow"],
    ],
    ids=" ".join,
)
def test_misuse_is_told_in_both_languages_with_exit_code_2(sucharit: Sucharit, words) -> None:
    said = sucharit(*words)
    assert said.code == MISUSE
    assert said.out == ""
    assert THAI.search(said.err)
    assert "usage: sucharit" in said.err


def refused(said: Said, english: str) -> None:
    assert said.code == REFUSED
    thai, *rest = said.err.splitlines()
    assert THAI.search(thai)
    assert english in "\n".join(rest)


@pytest.mark.parametrize(
    "words", [["serve"], ["worker"], ["deploy"], ["user", "list"], ["audit", "verify"]]
)
def test_a_database_that_was_never_migrated_is_refused(sucharit: Sucharit, words) -> None:
    refused(sucharit(*words), "sucharit migrate")


def test_migrating_twice_says_so(sucharit: Sucharit) -> None:
    assert "was brought up to date" in sucharit("migrate").out
    assert "is up to date" in sucharit("migrate").out


def test_production_without_its_keys_is_refused(sucharit: Sucharit, monkeypatch) -> None:
    monkeypatch.setenv("SUCHARIT_MODE", "production")
    refused(sucharit("serve"), "SUCHARIT_SECRET_KEY")


def test_nobody_else_on_the_machine_may_read_the_data(opened: Sucharit, environment) -> None:
    opened("seal", "--once")
    for file in environment.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


def test_an_office_is_opened_once(opened: Sucharit) -> None:
    said = opened("office", "open", PROFILE)
    assert said.code == OK
    assert "nothing was changed" in said.out


def test_a_profile_with_faults_is_refused_with_their_places(sucharit: Sucharit, tmp_path) -> None:
    sucharit("migrate")
    broken = tmp_path / "broken.toml"
    broken.write_text('[office]\nkey = "x"\n', encoding="utf-8")
    said = sucharit("office", "open", broken)
    refused(said, "profile")
    assert re.search(r"^  line \d+", said.err, re.MULTILINE)


def test_a_profile_that_is_not_there_is_refused(sucharit: Sucharit) -> None:
    sucharit("migrate")
    refused(sucharit("office", "open", "/nonexistent.toml"), "cannot be read")


def test_deploying_the_same_files_again_changes_nothing(opened: Sucharit) -> None:
    said = opened("deploy", "provincial")
    assert said.code == OK
    assert "(new)" not in said.out
    assert said.out.count("(unchanged)") == len(list(bundled_dir("processes").glob("*.bpmn")))


@pytest.fixture
def changed_processes(tmp_path: Path) -> Path:
    """The bundled processes, one of them under another name in Thai."""
    folder = tmp_path / "changed"
    folder.mkdir()
    for file in bundled_dir("processes").glob("*.bpmn"):
        (folder / file.name).write_bytes(file.read_bytes())
    changed = folder / "unit_action.bpmn"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text + "<!-- changed -->\n", encoding="utf-8")
    return folder


@pytest.fixture
def production(environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same data as in the demonstration, from now on in earnest."""
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in ("master", "signing"):
        there = environment / f"{name}.key"
        if there.exists():
            there.rename(keys / there.name)
        monkeypatch.setenv(f"SUCHARIT_{name.upper()}_KEY_FILE", str(keys / f"{name}.key"))
    monkeypatch.setenv("SUCHARIT_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("SUCHARIT_MODE", "production")


def test_deploying_is_no_door_around_the_four_eyes(
    opened: Sucharit, changed_processes: Path, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("production")
    refused(opened("deploy", "provincial", "--processes", changed_processes), "unit_action")
    assert "(new)" not in opened("deploy").out


def test_a_demonstration_publishes_what_was_changed(
    opened: Sucharit, changed_processes: Path
) -> None:
    said = opened("deploy", "--processes", changed_processes)
    assert "unit_action ฉบับที่ 2 (new)" in said.out
    assert "first_notice ฉบับที่ 1 (unchanged)" in said.out


def test_a_diagram_with_faults_is_not_deployed(opened: Sucharit, changed_processes) -> None:
    broken = changed_processes / "unit_action.bpmn"
    broken.write_text("<definitions/>", encoding="utf-8")
    said = opened("deploy", "--processes", changed_processes)
    refused(said, "line 1")


def test_what_is_exported_is_what_was_deployed(opened: Sucharit, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert opened("export-definitions", "provincial", target).code == OK
    exported = {file.name: file.read_bytes() for file in target.rglob("*.*") if file.is_file()}
    sources = list(bundled_dir("processes").glob("*.bpmn"))
    assert {file.name for file in sources} <= exported.keys()
    for file in (*sources, *bundled_dir("forms").glob("*.json")):
        assert exported.get(file.name, file.read_bytes()) == file.read_bytes()
    refused(opened("export-definitions", "provincial", target), "not empty")
    refused(opened("export-definitions", "nowhere", tmp_path / "other"), "No office nowhere")


def test_lint_as_json_is_one_object_with_a_line_for_every_problem(
    sucharit: Sucharit, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.bpmn"
    broken.write_bytes(b"\x00\xff not xml")
    said = sucharit("lint", "--format", "json", broken, bundled_dir("processes"))
    assert said.code == REFUSED
    report = json.loads(said.out)
    first, *others = report["files"]
    assert (first["file"], first["ok"]) == (str(broken), False)
    assert all(file["ok"] for file in others)
    for problem in first["problems"]:
        assert problem.keys() == {
            *("rule", "severity", "element", "line"),
            *("message", "message_th", "message_en"),
        }
        assert problem["line"] >= 1


def test_lint_of_the_bundled_files_finds_no_fault(sucharit: Sucharit) -> None:
    assert sucharit("lint", bundled_dir("processes"), bundled_dir("forms")).code == OK


def test_lint_needs_no_settings(sucharit: Sucharit, monkeypatch) -> None:
    monkeypatch.setenv("SUCHARIT_MODE", "no such mode")
    assert sucharit("lint", bundled_dir("processes")).code == OK


def test_lint_of_a_file_that_is_not_there_is_a_problem_of_that_file(sucharit: Sucharit) -> None:
    said = sucharit("lint", "--format", "json", "/nonexistent.bpmn")
    assert said.code == REFUSED
    assert json.loads(said.out)["files"][0]["problems"][0]["rule"] == "file_unreadable"


def with_password(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))


def test_an_account_is_made_listed_and_closed(opened: Sucharit, monkeypatch) -> None:
    with_password(monkeypatch, "a long enough password")
    added = opened("user", "add", "somsri", "--name", "สมศรี ตัวอย่าง", "--password-stdin")
    assert added.code == OK
    assert "password" not in added.out.lower()
    assert opened("user", "list").out == "somsri\tสมศรี ตัวอย่าง\n"
    grant = ["user", "grant", "somsri", "--office", "provincial", "--position", "ธุรการ"]
    assert opened(*grant, "--role", "officer").code == OK
    assert opened("user", "disable", "somsri").code == OK
    assert opened("user", "list").out == "somsri\tสมศรี ตัวอย่าง\tdisabled\n"


def test_a_generated_password_is_shown_once_and_is_long(opened: Sucharit) -> None:
    opened("user", "add", "somsri", "--name", "สมศรี ตัวอย่าง", "--generate")
    shown = opened("user", "reset-password", "somsri", "--generate").out.splitlines()[0]
    assert len(shown) >= 16


def test_a_role_is_granted_once_and_ends_by_order(opened: Sucharit) -> None:
    opened("user", "add", "somsri", "--name", "สมศรี ตัวอย่าง", "--generate")
    role = ["somsri", "--office", "provincial", "--role", "officer"]
    grant = ["user", "grant", *role, "--position", "ธุรการ"]
    revoke = ["user", "revoke", *role, "--order", "คำสั่งที่ 9/2570"]
    refused(opened(*revoke), "does not have this role")
    assert opened(*grant).code == OK
    refused(opened(*grant), "in this period already")
    ended = opened(*revoke)
    assert ended.code == OK
    assert "steps that wait for others: 0" in ended.out
    refused(opened(*revoke, "--last", "2090-01-02"), "on the last day or after")


def test_what_cannot_be_is_refused(opened: Sucharit, monkeypatch) -> None:
    add = ["user", "add", "somsri", "--name", "สมศรี ตัวอย่าง"]
    with_password(monkeypatch, "short")
    refused(opened(*add, "--password-stdin"), "characters or more")
    refused(opened(*add), "--password-stdin")
    assert opened(*add, "--generate").code == OK
    refused(opened(*add, "--generate"), "is taken")
    refused(opened("user", "disable", "nobody"), "no account nobody")
    grant = ["user", "grant", "somsri", "--position", "x", "--office"]
    refused(opened(*grant, "provincial", "--role", "unit_member"), "--unit")
    refused(opened(*grant, "provincial", "--role", "unit_member", "--unit", "u9"), "planning")
    refused(opened(*grant, "nowhere", "--role", "officer"), "No office nowhere")


def test_the_history_is_verified_here_and_from_its_export(opened: Sucharit, tmp_path: Path) -> None:
    assert opened("seal", "--once").code == OK
    assert "The history is whole" in opened("audit", "verify").out
    evidence = tmp_path / "evidence.jsonl"
    assert opened("audit", "export", "-o", evidence).code == OK
    refused(opened("audit", "export", "-o", evidence), "exists already")
    assert opened("audit", "export").out == evidence.read_text(encoding="utf-8")
    key = re.search(r"^signing key  (\S+)", opened("keys", "show").out, re.MULTILINE)
    assert key is not None
    words = ["audit", "verify", "--evidence", evidence, "--key", key[1]]
    assert opened(*words).code == OK
    lines = evidence.read_text(encoding="utf-8").splitlines()
    evidence.write_text("\n".join([*lines[:4], *lines[5:]]), encoding="utf-8")
    said = opened(*words)
    assert said.code == REFUSED
    assert "line 5" in said.out
    refused(opened(*words[:-1], "no key"), "not a signing key")
    refused(opened(*words, "--anchor", evidence), "no checkpoint")


def test_a_backup_goes_there_and_back(opened: Sucharit, environment, tmp_path, monkeypatch) -> None:
    backup = tmp_path / "backup"
    opened("seal", "--once")
    assert opened("backup", backup).code == OK
    refused(opened("restore", backup), "not overwritten")
    (environment / "sucharit.db").unlink()
    for leftover in environment.glob("sucharit.db-*"):
        leftover.unlink()
    assert opened("restore", backup).code == OK
    assert opened("migrate").code == OK
    assert opened("audit", "verify").code == OK
    monkeypatch.setenv("SUCHARIT_DATA_DIR", str(tmp_path / "elsewhere"))
    opened("keys", "make")
    refused(opened("restore", backup), "opens with the master key")


def test_the_doctor_finds_a_new_installation_well(opened: Sucharit) -> None:
    said = opened("doctor")
    assert said.code == OK, said.out
    assert "XX" not in said.out


def test_the_doctor_tells_of_a_schema_that_is_old(sucharit: Sucharit) -> None:
    said = sucharit("doctor")
    assert said.code == REFUSED
    assert "XX schema" in said.out


def test_the_doctor_tells_of_a_key_that_opens_nothing(opened: Sucharit, environment) -> None:
    (environment / "master.key").unlink()
    said = opened("doctor")
    assert said.code == REFUSED
    assert "XX key" in said.out


def test_keys_are_made_once_and_only_their_public_part_is_shown(
    sucharit: Sucharit, environment
) -> None:
    first = sucharit("keys", "make")
    assert first.code == OK
    assert sucharit("keys", "make").out == first.out
    secrets = (environment / "master.key").read_text() + (environment / "signing.key").read_text()
    for word in secrets.split():
        assert word in {"sucharit-master-key", "1", "secret", "wrap"} or word not in first.out


# ---- Processes of their own ----------------------------------------------------------------------


@contextmanager
def child(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command as a process of its own; a test that fails leaves none behind."""
    process = subprocess.Popen(
        [sys.executable, "-m", "web.cli", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_cleanly_when_it_is_asked_to(opened: Sucharit, how) -> None:
    assert opened
    with child("worker") as worker:
        assert worker.stderr is not None
        assert "looks for what is due" in worker.stderr.readline()
        worker.send_signal(how)
        _, err = worker.communicate()
    assert (worker.returncode, err) == (OK, "")


def test_serve_answers_and_ends_with_all_its_children(opened: Sucharit, monkeypatch) -> None:
    assert opened
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    monkeypatch.setenv("SUCHARIT_BIND", f"127.0.0.1:{port}")
    with child("serve", "--with-worker") as served:
        assert served.stderr is not None
        assert "looks for what is due" in served.stderr.readline()
        wait_for(port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as answer:  # our own server
            assert answer.status == 200
        children = children_of(served.pid)
        served.send_signal(signal.SIGINT)
        served.wait()
    assert served.returncode == OK
    assert len(children) == 3
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)


def test_the_children_of_a_supervisor_that_was_killed_end_too(
    opened: Sucharit, monkeypatch
) -> None:
    assert opened
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    monkeypatch.setenv("SUCHARIT_BIND", f"127.0.0.1:{port}")
    with child("serve", "--with-worker") as served:
        assert served.stderr is not None
        assert "looks for what is due" in served.stderr.readline()
        children = children_of(served.pid)
        watched = [os.pidfd_open(pid) for pid in children]
        served.kill()
        for descriptor in watched:
            # A process's descriptor can be read once it has ended.
            wait_until_readable(descriptor)
            os.close(descriptor)
    assert len(children) == 3


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child_id) for child_id in text.split()]


def wait_until_readable(descriptor: int) -> None:
    readable, _, _ = select.select([descriptor], [], [], 60)
    assert readable


def wait_for(port: int) -> None:
    """Connect until somebody listens; the test's own time limit ends a wait in vain."""
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        # What listens is another process: leave it the processor.
        Event().wait(0.1)
