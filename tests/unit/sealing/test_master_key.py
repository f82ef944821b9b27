import copy
import json
import os
import pickle
import stat
from pathlib import Path

import pytest

from engine.errors import KeyUnavailable, SettingsInvalid, Tampered
from engine.sealing.keys import (
    DataKey,
    KeyUse,
    LookupKey,
    MasterKey,
    generate_master_key_file,
    read_master_key_file,
    retire_wrapping_keys,
    rotate_master_key_file,
)

PLACE = ("office-a", "stream-1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


def test_a_key_file_is_written_for_its_owner_only_and_read_back(path: Path) -> None:
    written = generate_master_key_file(path)
    read = read_master_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read.fingerprint == written.fingerprint
    data_key = DataKey.generate()
    assert read.unwrap(written.wrap(data_key, *PLACE), *PLACE) == data_key


def test_writing_a_key_file_leaves_nothing_else_behind(path: Path) -> None:
    generate_master_key_file(path)
    rotate_master_key_file(path)
    assert list(path.parent.iterdir()) == [path]


def test_an_existing_key_is_never_overwritten(path: Path) -> None:
    generate_master_key_file(path)
    before = path.read_bytes()
    with pytest.raises(SettingsInvalid, match="not overwritten"):
        generate_master_key_file(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o601, 0o620, 0o644, 0o777])
def test_a_key_that_others_can_reach_is_refused_in_production(path: Path, mode: int) -> None:
    generate_master_key_file(path)
    path.chmod(mode)
    with pytest.raises(SettingsInvalid, match="chmod 600"):
        read_master_key_file(path)
    assert read_master_key_file(path, strict=False)


@pytest.mark.parametrize("mode", [0o400, 0o440, 0o600, 0o640])
def test_a_key_as_service_managers_hand_it_over_is_read(path: Path, mode: int) -> None:
    generate_master_key_file(path)
    path.chmod(mode)
    assert read_master_key_file(path)


def test_a_missing_key_file_is_named(path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"master\.key cannot be read"):
        read_master_key_file(path)


def test_every_single_letter_typed_wrong_is_found_in_its_line(path: Path) -> None:
    generate_master_key_file(path)
    text = rotate_master_key_file(path).to_text()
    for place, letter in enumerate(text):
        if letter not in "0123456789abcdef":
            continue
        wrong = text[:place] + ("0" if letter != "0" else "1") + text[place + 1 :]
        line = text[:place].count("\n") + 1
        with pytest.raises(SettingsInvalid, match=f"in line {line}"):
            MasterKey.parse(wrong)


@pytest.mark.parametrize("keep", [0, 1, 2])
def test_a_file_cut_short_is_refused(keep: int) -> None:
    lines = MasterKey.generate().to_text().splitlines()
    with pytest.raises(SettingsInvalid, match=f"in line {keep + 1}"):
        MasterKey.parse("\n".join(lines[:keep]))


@pytest.mark.parametrize("digits", ["", "00" * 31, "00" * 33, "zz" * 32])
def test_a_key_of_another_size_is_refused(digits: str) -> None:
    format_line, secret, _ = MasterKey.generate().to_text().splitlines()
    with pytest.raises(SettingsInvalid, match="in line 3"):
        MasterKey.parse(f"{format_line}\n{secret}\nwrap {digits} 00000000\n")


def test_bytes_that_are_no_key_file_are_refused(path: Path) -> None:
    path.write_bytes(os.urandom(64) + b"\xff")
    path.chmod(0o600)
    with pytest.raises(SettingsInvalid, match="is not a key file"):
        read_master_key_file(path)


def test_a_fault_in_the_file_is_told_without_the_key(path: Path) -> None:
    text = generate_master_key_file(path).to_text()
    secret = text.splitlines()[1].split()[1]
    with pytest.raises(SettingsInvalid) as refusal:
        MasterKey.parse(text.replace(" ", "\t  x", 2))
    assert secret[:8] not in str(refusal.value)
    assert secret[:8] not in refusal.value.sentence.th


def test_rotation_wraps_anew_and_still_opens_what_was_wrapped_before(path: Path) -> None:
    before = generate_master_key_file(path)
    data_key = DataKey.generate()
    old = before.wrap(data_key, *PLACE)

    after = rotate_master_key_file(path)
    assert after.unwrap(old, *PLACE) == data_key
    assert after.needs_rewrap(old)

    new = after.rewrap(old, *PLACE)
    assert not after.needs_rewrap(new)
    assert after.unwrap(new, *PLACE) == data_key
    with pytest.raises(KeyUnavailable):
        before.unwrap(new, *PLACE)


def test_rotation_changes_no_blind_index_and_no_fingerprint(path: Path) -> None:
    before = generate_master_key_file(path)
    after = rotate_master_key_file(path)
    assert after.fingerprint == before.fingerprint
    for use in KeyUse:
        assert after.derive(use, "office-a") == before.derive(use, "office-a")


def test_after_rewrapping_the_old_wrapping_keys_can_go(path: Path) -> None:
    old_master = generate_master_key_file(path)
    data_key = DataKey.generate()
    old = old_master.wrap(data_key, *PLACE)
    new = rotate_master_key_file(path).rewrap(old, *PLACE)

    master = retire_wrapping_keys(path)
    assert len(master.wrapping_key_ids) == 1
    assert master.unwrap(new, *PLACE) == data_key
    with pytest.raises(KeyUnavailable):
        master.unwrap(old, *PLACE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_wrapped_key_opens_in_its_own_stream_only() -> None:
    master = MasterKey.generate()
    wrapped = master.wrap(DataKey.generate(), *PLACE)
    for elsewhere in (("office-a", "stream-2"), ("office-b", "stream-1"), ("office-a",), ()):
        with pytest.raises(Tampered):
            master.unwrap(wrapped, *elsewhere)


def test_any_altered_byte_of_a_wrapped_key_is_refused() -> None:
    master = MasterKey.generate()
    wrapped = master.wrap(DataKey.generate(), *PLACE)
    for place in range(len(wrapped)):
        altered = bytearray(wrapped)
        altered[place] ^= 1
        with pytest.raises((Tampered, KeyUnavailable)):
            master.unwrap(bytes(altered), *PLACE)


def test_the_key_file_of_another_installation_is_not_called_tampering() -> None:
    wrapped = MasterKey.generate().wrap(DataKey.generate(), *PLACE)
    with pytest.raises(KeyUnavailable):
        MasterKey.generate().unwrap(wrapped, *PLACE)


def test_derived_keys_differ_by_use_and_by_office() -> None:
    master = MasterKey.generate()
    derived = [
        master.derive(use, *context).material
        for use in KeyUse
        for context in (
            (),
            ("office-a",),
            ("office-b",),
            ("office-a", "office-b"),
            ("office-aoffice-b",),
        )
    ]
    assert len(set(derived)) == len(derived)
    assert MasterKey.generate().derive(KeyUse.BLIND_INDEX).material not in derived


@pytest.mark.parametrize("kind", [DataKey, LookupKey])
def test_a_key_shows_itself_nowhere(kind: type[DataKey | LookupKey]) -> None:
    key = kind(bytes(range(32)))
    assert repr(key) == str(key) == f"<{kind.__name__}>"
    for copier in (copy.copy, copy.deepcopy, pickle.dumps, json.dumps, hash):
        with pytest.raises(TypeError):
            copier(key)


def test_a_master_key_shows_its_fingerprint_only() -> None:
    master = MasterKey.generate()
    assert repr(master) == f"<MasterKey {master.fingerprint}>"
    assert master.fingerprint not in master.to_text()


def test_keys_are_equal_by_bytes_and_kind() -> None:
    material = bytes(range(32))
    assert DataKey(material) == DataKey(material)
    assert DataKey(material) != DataKey(bytes(32))
    assert DataKey(material) != LookupKey(material)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_data_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(bytes(size))
