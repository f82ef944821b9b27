"""Copy the data somewhere else and back: the database, the files, and a list of their hashes.

No key is in a copy: whoever finds one can read the clear columns and nothing that is
sealed. The database is copied before the files: a file is on disk before any row
names it, so every row of the copy finds its file there.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, inspect

from engine.errors import InvalidTransition, NotFound, Sentence, Tampered
from engine.store.database import connect, parse_address

_FORMAT = 1
_MANIFEST = "manifest.json"
_BLOBS = "blobs"
_DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True)
class Manifest:
    """What a copy holds. ``files`` maps a path in it to the SHA-256 of its bytes, hexadecimal.

    ``key`` is the fingerprint of the master key that opens it.
    """

    made_at: datetime
    backend: str
    key: str
    files: Mapping[str, str]


def back_up(
    database_url: str, blobs_dir: Path, target: Path, *, key: str, now: datetime
) -> Manifest:
    """Copy everything into a new folder, readable by its owner only, while work goes on.

    The folder appears under its name when it is complete and synced, or not at all.

    Raises
    ------
    InvalidTransition
        The folder exists and is not empty, or PostgreSQL's own programs are missing or refuse.
    """
    if target.exists() and any(target.iterdir()):
        raise _refused(f"โฟลเดอร์ {target} ไม่ว่าง", f"The folder {target} is not empty.")
    url = parse_address(database_url)
    backend = url.get_backend_name()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _dump(url, draft / _DUMPS[backend])
        (draft / _BLOBS).mkdir(mode=0o700)
        for blob in sorted(blobs_dir.glob("*/*.blob")):
            _copy(blob, draft / _BLOBS / blob.relative_to(blobs_dir))
        files = {str(file.relative_to(draft)): _digest(file) for file in _files(draft)}
        manifest = Manifest(now, backend, key, files)
        _write(draft / _MANIFEST, _to_json(manifest))
        if target.exists():
            target.rmdir()
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft)
        raise
    _sync(target.parent)
    return manifest


def restore(source: Path, database_url: str, blobs_dir: Path, *, key: str) -> Manifest:
    """Put a copy in place of nothing: what is there already is never overwritten.

    Raises
    ------
    NotFound
        There is no copy in this folder.
    Tampered
        A file of the copy is missing or is not what its manifest says.
    InvalidTransition
        The database or the blob folder is not empty, the copy is of another kind of
        database, or another master key opens it.
    """
    manifest = read_manifest(source)
    url = parse_address(database_url)
    _require_whole(source, manifest)
    _require_fitting(manifest, url.get_backend_name(), key)
    _require_empty(database_url, blobs_dir)
    blobs_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in manifest.files:
        if name.startswith(f"{_BLOBS}/"):
            _copy(source / name, blobs_dir / Path(name).relative_to(_BLOBS))
    _load(url, source / _DUMPS[manifest.backend])
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Return what a copy says of itself; its files are not looked at."""
    try:
        written = (source / _MANIFEST).read_bytes()
    except FileNotFoundError:
        raise NotFound(
            Sentence(f"ไม่มีสำเนาสำรองใน {source}", f"There is no backup in {source}.")
        ) from None
    try:
        found = json.loads(written)
        if found["format"] != _FORMAT:
            raise _refused("ไม่รู้จักรูปแบบของสำเนาสำรอง", "The backup is of an unknown format.")
        return Manifest(
            datetime.fromisoformat(found["made_at"]),
            found["backend"],
            found["key"],
            dict(found["files"]),
        )
    except (ValueError, TypeError, KeyError):
        raise Tampered from None


def _require_whole(source: Path, manifest: Manifest) -> None:
    for name, digest in manifest.files.items():
        file = source / name
        if ".." in Path(name).parts or not file.is_file() or _digest(file) != digest:
            raise Tampered(
                Sentence(
                    f"แฟ้ม {name} ในสำเนาสำรองหายไปหรือถูกแก้ไข",
                    f"The file {name} of the backup is missing or was altered.",
                )
            )


def _require_fitting(manifest: Manifest, backend: str, key: str) -> None:
    if manifest.backend != backend:
        raise _refused(
            f"สำเนาสำรองเป็นของ {manifest.backend} ไม่ใช่ {backend}",
            f"The backup is of {manifest.backend}, not of {backend}.",
        )
    if manifest.key != key:
        raise _refused(
            f"สำเนาสำรองนี้เปิดด้วยกุญแจ {manifest.key} ไม่ใช่ {key}",
            f"The backup opens with the master key {manifest.key}, not with {key}.",
        )


def _require_empty(database_url: str, blobs_dir: Path) -> None:
    database = connect(database_url)
    try:
        with database.reading() as connection:
            tables = inspect(connection).get_table_names()
    finally:
        database.close()
    if tables or next(blobs_dir.glob("*/*"), None) is not None:
        raise _refused(
            "มีข้อมูลอยู่แล้ว จะไม่เขียนทับ ให้กู้คืนลงที่ว่าง",
            "There is data already and it is not overwritten; restore into an empty place.",
        )


def _dump(url: URL, target: Path) -> None:
    if url.get_backend_name() == "sqlite":
        if not url.database or not Path(url.database).is_file():
            raise _refused("ไม่พบฐานข้อมูล", "There is no database yet.")
        with (
            closing(sqlite3.connect(url.database)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            # One file that needs no log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        with _postgresql(url) as address:
            _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}", address)
    target.chmod(0o600)
    _sync(target)


def _load(url: URL, dump: Path) -> None:
    if url.get_backend_name() == "sqlite":
        place = Path(str(url.database))
        for leftover in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
            leftover.unlink(missing_ok=True)
        _copy(dump, place)
        return
    with _postgresql(url) as address:
        _run(
            "pg_restore",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={address}",
            str(dump),
        )


@contextmanager
def _postgresql(url: URL) -> Iterator[str]:
    """Give an address for PostgreSQL's programs. The password is in a file, not among words."""
    words = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "dbname": url.database,
        **url.query,
    }
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as passwords:
        if url.password:
            escaped = str(url.password).replace("\\", "\\\\").replace(":", "\\:")
            passwords.write(f"*:*:*:*:{escaped}\n")
            passwords.flush()
            words["passfile"] = passwords.name
        yield " ".join(f"{name}={_quoted(value)}" for name, value in words.items() if value)


def _quoted(value: Any) -> str:
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"


def _run(program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise _refused(
            f"ไม่พบโปรแกรม {program} ให้เรียก apt-get install postgresql-client",
            f"{program} is missing; run `apt-get install postgresql-client`.",
        )
    done = subprocess.run(  # noqa: S603  # the program of the machine, words of our own
        [found, *words], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or [""]
        raise _refused(f"{program} ไม่สำเร็จ: {said[0]}", f"{program} failed: {said[0]}")


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    _sync(draft)
    draft.rename(target)
    _sync(target.parent)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    _sync(path)
    _sync(path.parent)


def _to_json(manifest: Manifest) -> str:
    made_at = manifest.made_at.isoformat()
    return json.dumps({"format": _FORMAT, **asdict(manifest), "made_at": made_at}, indent=1) + "\n"


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(th: str, en: str) -> InvalidTransition:
    return InvalidTransition(Sentence(th, en))
