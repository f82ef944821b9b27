import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from engine.errors import SettingsInvalid
from engine.journal.checkpoint import (
    NO_PREVIOUS,
    CheckpointInvalid,
    parse_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
)
from engine.journal.signing_key import (
    SigningKey,
    VerifyingKey,
    generate_signing_key_file,
    read_signing_key_file,
)

NOW = datetime(2026, 11, 21, 17, 30, 5, tzinfo=UTC)
KEY = SigningKey.generate("complaints.example.go.th")
CHECKPOINT = sign_checkpoint(KEY, size=1204, root=b"r" * 32, previous=NO_PREVIOUS, signed_at=NOW)

# The example of golang.org/x/mod/sumdb/note, whose format this is.
GO_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_keys_of_other_signed_note_programs_are_read() -> None:
    key = SigningKey.parse(GO_PRIVATE)
    assert key.verifying_key == VerifyingKey.parse(GO_PUBLIC)
    assert key.to_text() == GO_PRIVATE + "\n"
    assert key.verifying_key.to_text() == GO_PUBLIC


def test_a_checkpoint_is_a_few_printable_lines() -> None:
    lines = CHECKPOINT.text.splitlines()
    assert lines[:2] == ["complaints.example.go.th", "1204"]
    assert lines[4:6] == ["signed 2026-11-21T17:30:05.000000Z", ""]
    assert lines[6].startswith("— complaints.example.go.th ")
    assert len(lines) == 7
    assert all(line.isprintable() for line in lines)


def test_a_checkpoint_is_read_back_and_verified() -> None:
    read = parse_checkpoint(CHECKPOINT.text)
    assert read == CHECKPOINT
    assert read.text == CHECKPOINT.text
    verify_checkpoint(read, [SigningKey.generate(KEY.name).verifying_key, KEY.verifying_key])


def test_line_ends_that_mail_has_changed_are_forgiven() -> None:
    mailed = "\n\n  " + CHECKPOINT.text.replace("\n", " \r\n")
    assert parse_checkpoint(mailed) == CHECKPOINT


def test_every_altered_letter_is_noticed() -> None:
    text = CHECKPOINT.text
    for place, letter in enumerate(text):
        if letter == "\n":
            continue
        altered = text[:place] + ("A" if letter != "A" else "B") + text[place + 1 :]
        with pytest.raises(CheckpointInvalid):
            verify_checkpoint(parse_checkpoint(altered), [KEY.verifying_key])


def test_every_missing_line_is_noticed() -> None:
    lines = CHECKPOINT.text.splitlines(keepends=True)
    for place in range(len(lines)):
        with pytest.raises(CheckpointInvalid):
            parse_checkpoint("".join(lines[:place] + lines[place + 1 :]))


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("\n1204\n", "\n01204\n"),
        ("\n1204\n", "\n+1204\n"),
        ("\n1204\n", "\n๑๒๐๔\n"),
        (".000000Z", "Z"),
        ("previous ", ""),
        ("signed ", ""),
        ("—", "-"),
    ],
)
def test_a_checkpoint_has_one_spelling(written: str, otherwise: str) -> None:
    assert written in CHECKPOINT.text
    with pytest.raises(CheckpointInvalid):
        parse_checkpoint(CHECKPOINT.text.replace(written, otherwise, 1))


@pytest.mark.parametrize("text", ["", "\n" * 7, "a\n" * 7, "๑", "\x00"])
def test_any_other_text_is_no_checkpoint(text: str) -> None:
    with pytest.raises(CheckpointInvalid):
        parse_checkpoint(text)


def test_a_checkpoint_of_an_unknown_key_is_refused() -> None:
    for keys in ([], [SigningKey.generate(KEY.name).verifying_key]):
        with pytest.raises(CheckpointInvalid):
            verify_checkpoint(CHECKPOINT, keys)


def test_a_key_speaks_for_its_own_log_only() -> None:
    other_name = VerifyingKey("other.example.go.th", KEY.verifying_key.public)
    with pytest.raises(CheckpointInvalid):
        verify_checkpoint(CHECKPOINT, [other_name])
    with pytest.raises(CheckpointInvalid):
        verify_checkpoint(replace(CHECKPOINT, origin="other.example.go.th"), [other_name])


def test_the_next_checkpoint_names_all_that_was_signed() -> None:
    for change in ({"size": 1205}, {"root": b"x" * 32}, {"signed_at": NOW + timedelta(seconds=1)}):
        assert replace(CHECKPOINT, **change).hash != CHECKPOINT.hash


def test_a_signing_key_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    key = generate_signing_key_file(path, "complaints.example.go.th")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_signing_key_file(path).verifying_key == key.verifying_key
    with pytest.raises(SettingsInvalid, match="not overwritten"):
        generate_signing_key_file(path, "complaints.example.go.th")
    path.chmod(0o644)
    with pytest.raises(SettingsInvalid, match="chmod 600"):
        read_signing_key_file(path)


def test_a_signing_key_shows_its_name_only() -> None:
    assert repr(KEY) == f"<SigningKey complaints.example.go.th {KEY.key_id}>"


def test_a_key_that_is_typed_wrong_is_noticed() -> None:
    for place, letter in enumerate(GO_PUBLIC):
        wrong = GO_PUBLIC[:place] + ("x" if letter != "x" else "y") + GO_PUBLIC[place + 1 :]
        with pytest.raises(SettingsInvalid):
            VerifyingKey.parse(wrong)
    with pytest.raises(SettingsInvalid):
        SigningKey.parse(GO_PUBLIC)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "สุจริต"])
def test_a_log_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="ASCII name"):
        SigningKey.generate(name)


def test_a_signature_by_another_key_is_refused() -> None:
    with pytest.raises(InvalidSignature):
        KEY.verifying_key.verify(SigningKey.generate(KEY.name).sign(b"x"), b"x")
