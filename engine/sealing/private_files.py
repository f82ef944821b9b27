"""Files that hold keys: written whole or not at all, readable by their owner only."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from engine.errors import Sentence, SettingsInvalid

_OTHERS = stat.S_IRWXO | stat.S_IWGRP
_LARGEST = 64 * 1024


def read_private_file(path: Path, *, strict: bool) -> str:
    """Return its text.

    ``strict`` (production) refuses a file that others may read or that its group
    may write. Group read is let through: a credential that systemd hands to a
    service shows its access list there.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise SettingsInvalid(
            Sentence(
                th=f"อ่านแฟ้มกุญแจ {path} ไม่ได้: {error.strerror}",
                en=f"The key file {path} cannot be read: {error.strerror}.",
            )
        ) from error
    if strict and mode & _OTHERS:
        raise SettingsInvalid(
            Sentence(
                th=f"ผู้อื่นเข้าถึงแฟ้มกุญแจ {path} ได้ ให้เรียก chmod 600 {path}",
                en=f"Others have access to the key file {path}; run `chmod 600 {path}`.",
            )
        )
    try:
        return data[:_LARGEST].decode("ascii")
    except UnicodeDecodeError:
        raise SettingsInvalid(
            Sentence(th=f"{path} ไม่ใช่แฟ้มกุญแจ", en=f"{path} is not a key file.")
        ) from None


def create_private_file(path: Path, text: str) -> None:
    """Write a new file, mode 0600. A key that exists is never overwritten."""
    draft = _write_beside(path, text)
    try:
        # Unlike a rename, a link fails when the name is taken.
        path.hardlink_to(draft)
    except FileExistsError:
        raise SettingsInvalid(
            Sentence(
                th=f"มีแฟ้มกุญแจ {path} อยู่แล้ว จะไม่เขียนทับ",
                en=f"The key file {path} exists and is not overwritten.",
            )
        ) from None
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def replace_private_file(path: Path, text: str) -> None:
    """Put new content in place of the old in one step, keeping owner and group."""
    before = path.stat()
    draft = _write_beside(path, text)
    try:
        if os.geteuid() == 0:
            os.chown(draft, before.st_uid, before.st_gid)
        draft.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            draft.unlink()
        raise
    _sync_directory(path.parent)


def _write_beside(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
