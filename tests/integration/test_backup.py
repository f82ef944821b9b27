"""A backup is whole or absent, holds no key, and comes back as it was into an empty place only."""

import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from engine.composition import FOLDS
from engine.errors import InvalidTransition, NotFound, Tampered
from engine.history.verification import verify_database
from engine.journal.signing_key import SigningKey
from engine.journal.verify import Outcome
from engine.office.roles import Role
from engine.sealing.keys import MasterKey
from engine.sealing.secret_bytes import DataKey
from engine.store import tables
from engine.store.backup import back_up, read_manifest, restore
from engine.store.blobs import read_blob, write_blob
from engine.store.database import connect
from engine.store.schema import check_schema
from engine.store.unit_of_work import Store
from engine.store.vault import Vault
from engine.worker import seal_all
from tests.support.snapshots import snapshot

LOG_KEY = SigningKey.generate("complaints.example.go.th")
KEY = "00112233aabbccdd"


@pytest.fixture
def places(tmp_path: Path):
    """Blobs, backup, and where the backup's blobs go."""
    return tmp_path / "blobs", tmp_path / "backup", tmp_path / "restored"


@pytest.fixture
def filled(office, clock, places):
    """An office with a sealed history and a file."""
    data_key = DataKey.generate()
    blob = write_blob(places[0], data_key, office.id, "หลักฐาน".encode())
    with office.store.unit(office.system) as uow:
        uow.connection.execute(
            insert(tables.blob).values(
                office_id=office.id,
                id=blob.id,
                case_id=office.id,
                size=blob.size,
                sha256=blob.sha256,
                media_type=blob.media_type,
                file_name=b"x",
                recorded_at=clock.now,
            )
        )
    seal_all(office.store, LOG_KEY)
    return office, blob, data_key


def test_what_comes_back_is_what_was_there(
    filled, places, database_url, other_database_url, clock
) -> None:
    office, blob, data_key = filled
    blobs, target, restored = places
    made = back_up(database_url, blobs, target, key=KEY, now=clock.now)
    assert restore(target, other_database_url, restored, key=KEY) == made
    copy = connect(other_database_url)
    check_schema(copy)
    assert snapshot(copy) == snapshot(office.store.database)
    found = Store(copy, office.store.vault, FOLDS, clock)
    assert verify_database(found, keys=[LOG_KEY.verifying_key]).outcome is Outcome.WHOLE
    content = read_blob(restored, data_key, office.id, blob.id, blob.sha256)
    assert content.decode() == "หลักฐาน"
    with found.unit(office.system) as uow:
        uow.hold(office.id)
    copy.close()


def test_history_stays_append_only_after_a_restore(
    filled, places, database_url, other_database_url, clock
) -> None:
    assert filled
    blobs, target, restored = places
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    restore(target, other_database_url, restored, key=KEY)
    copy = connect(other_database_url)
    with (
        pytest.raises(Exception, match="append-only"),
        copy.writing() as connection,
    ):
        connection.execute(tables.case_event.delete())
    copy.close()


def test_what_is_written_afterwards_is_not_in_the_copy(
    filled, places, database_url, other_database_url, clock
) -> None:
    office, *_ = filled
    blobs, target, restored = places
    before = snapshot(office.store.database)
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    office.add(Role.OFFICER, "อรุณ ตัวอย่าง")
    restore(target, other_database_url, restored, key=KEY)
    copy = connect(other_database_url)
    assert snapshot(copy) == before != snapshot(office.store.database)
    copy.close()


def test_no_key_is_in_a_backup(store, places, database_url, clock, office) -> None:
    master = MasterKey.generate()
    keyed = Store(store.database, Vault(master), FOLDS, clock)
    blobs, target, _ = places
    back_up(database_url, blobs, target, key=keyed.vault.fingerprint, now=clock.now)
    secrets = [line.split()[1] for line in master.to_text().splitlines()[1:]]
    copied = b"".join(file.read_bytes() for file in target.rglob("*") if file.is_file())
    for secret in secrets:
        assert secret.encode() not in copied
        assert bytes.fromhex(secret) not in copied
    assert office.people


def test_only_its_owner_may_read_a_backup(filled, places, database_url, clock) -> None:
    assert filled
    blobs, target, _ = places
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    for path in (target, *target.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_folder_that_holds_something_is_left_alone(filled, places, database_url, clock) -> None:
    assert filled
    blobs, target, _ = places
    target.mkdir()
    (target / "mine").write_text("x")
    with pytest.raises(InvalidTransition, match="not empty"):
        back_up(database_url, blobs, target, key=KEY, now=clock.now)
    assert [path.name for path in target.iterdir()] == ["mine"]


def test_data_that_is_there_is_not_overwritten(filled, places, database_url, clock) -> None:
    office, *_ = filled
    blobs, target, restored = places
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    before = snapshot(office.store.database)
    with pytest.raises(InvalidTransition, match="not overwritten"):
        restore(target, database_url, restored, key=KEY)
    assert snapshot(office.store.database) == before
    assert not restored.exists()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_files_that_are_there_are_not_mixed_with_others(
    filled, places, database_url, other_database_url, clock
) -> None:
    assert filled
    blobs, target, _ = places
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    with pytest.raises(InvalidTransition, match="not overwritten"):
        restore(target, other_database_url, blobs, key=KEY)


def test_a_backup_that_another_key_opens_is_refused(
    filled, places, database_url, other_database_url, clock
) -> None:
    assert filled
    blobs, target, restored = places
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    with pytest.raises(InvalidTransition, match=KEY):
        restore(target, other_database_url, restored, key="ffffffffffffffff")


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", ["database", "blob", "missing", "manifest"])
def test_a_backup_that_was_altered_is_refused(
    filled, places, database_url, other_database_url, clock, what: str
) -> None:
    assert filled
    blobs, target, restored = places
    made = back_up(database_url, blobs, target, key=KEY, now=clock.now)
    blob = next(name for name in made.files if name.startswith("blobs/"))
    if what == "missing":
        (target / blob).unlink()
    elif what == "manifest":
        (target / "manifest.json").write_text("[]")
    else:
        file = target / (blob if what == "blob" else "database.sqlite3")
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    with pytest.raises(Tampered):
        restore(target, other_database_url, restored, key=KEY)
    assert not restored.exists()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_path_that_leads_out_of_the_backup_is_refused(
    filled, places, database_url, other_database_url, clock
) -> None:
    assert filled
    blobs, target, restored = places
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    manifest = json.loads((target / "manifest.json").read_text())
    manifest["files"]["blobs/../../blobs"] = "0" * 64
    (target / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(Tampered):
        restore(target, other_database_url, restored, key=KEY)


def test_a_folder_without_a_backup_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_manifest(tmp_path)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_backup_of_one_kind_of_database_does_not_go_into_the_other(
    filled, places, database_url, clock, tmp_path
) -> None:
    assert filled
    blobs, target, restored = places
    back_up(database_url, blobs, target, key=KEY, now=clock.now)
    with pytest.raises(InvalidTransition, match="postgresql"):
        restore(target, f"sqlite:///{tmp_path / 'new.db'}", restored, key=KEY)
