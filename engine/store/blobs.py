"""Files that people hand in: checked by content, encrypted, on disk before any row names them."""

import errno
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from engine.errors import Sentence, StorageFull, Tampered, UploadRejected
from engine.sealing.encryption import decrypt, encrypt
from engine.sealing.secret_bytes import DataKey
from engine.store.pictures import without_metadata

LARGEST_BYTES = 20 * 1024 * 1024

# No room, no quota, larger than this process may write, broken, mounted read-only.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})

# What the first bytes say; the name and the type that the browser sends say nothing.
_SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


@dataclass(frozen=True)
class Blob:
    """An encrypted file that lies under the blob folder; ``sha256`` is of the ciphertext.

    ``content_sha256`` is that of the file in clear: it tells a known file from another, so that
    it stands nowhere but where the case's key opens it, and with what is public.
    """

    id: UUID
    size: int
    sha256: str
    media_type: str
    content_sha256: str


def media_type_of(content: bytes) -> str:
    """Tell the kind of a file from its content.

    Raises
    ------
    UploadRejected
        Empty, too large, or neither PDF, JPEG, PNG nor plain UTF-8 text.
    """
    if not content:
        raise UploadRejected(Sentence("แฟ้มนี้ว่างเปล่า", "The file is empty."))
    if len(content) > LARGEST_BYTES:
        raise UploadRejected(
            Sentence("แฟ้มใหญ่เกิน 20 เมกะไบต์", "The file is larger than 20 megabytes.")
        )
    for signature, media_type in _SIGNATURES.items():
        if content.startswith(signature):
            return media_type
    if _is_plain_text(content):
        return "text/plain"
    raise UploadRejected(
        Sentence(
            "รับเฉพาะแฟ้ม PDF ภาพ JPEG หรือ PNG และข้อความล้วน",
            "Only PDF, JPEG, PNG and plain text are accepted.",
        )
    )


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\r\n\t\u200b" for letter in text)


def write_blob(folder: Path, data_key: DataKey, case_id: UUID, content: bytes) -> Blob:
    """Encrypt a file with the case's key and put it on disk, synced, before the unit that names it.

    Of a picture only the picture is kept, see ``without_metadata``.

    A file whose unit is then refused is an orphan; ``sweep`` removes it after a day.

    Raises
    ------
    UploadRejected
        See ``media_type_of``.
    StorageFull
        The disk does not take it; nothing of it is left there.
    """
    media_type = media_type_of(content)
    content = without_metadata(content, media_type)
    blob_id = uuid4()
    ciphertext = encrypt(data_key, content, *_place(case_id, blob_id))
    path = _path(folder, blob_id)
    try:
        _write(path, ciphertext)
    except OSError as error:
        # The half that fitted must not take up the little room that is left.
        path.unlink(missing_ok=True)
        if is_full(error):
            raise StorageFull from error
        raise
    return Blob(
        blob_id,
        len(content),
        hashlib.sha256(ciphertext).hexdigest(),
        media_type,
        hashlib.sha256(content).hexdigest(),
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def is_full(error: OSError) -> bool:
    """Tell a disk that takes nothing more from every other failure of the system."""
    return error.errno in _FULL


def read_blob(folder: Path, data_key: DataKey, case_id: UUID, blob_id: UUID, sha256: str) -> bytes:
    """Return the file in clear.

    Raises
    ------
    Tampered
        The bytes on disk are gone or not those whose hash was recorded.
    """
    try:
        ciphertext = _path(folder, blob_id).read_bytes()
    except FileNotFoundError:
        raise Tampered from None
    if hashlib.sha256(ciphertext).hexdigest() != sha256:
        raise Tampered
    return decrypt(data_key, ciphertext, *_place(case_id, blob_id))


def touch(folder: Path, blob_id: UUID) -> bool:
    """Count the age of a file from now on; False if it is there no more."""
    try:
        os.utime(_path(folder, blob_id))
    except FileNotFoundError:
        return False
    return True


def remove_blobs(folder: Path, blob_ids: Iterable[UUID]) -> None:
    """Remove files that no row names any more, at once and not by the next sweep."""
    for blob_id in blob_ids:
        _path(folder, blob_id).unlink(missing_ok=True)


def sweep(folder: Path, known: frozenset[UUID], *, older_than: float) -> int:
    """Remove files that no row names and that are older than a POSIX time; return how many.

    Several may sweep at once. Whoever names a file later must have touched it since that time.
    """
    removed = 0
    for path in folder.glob("*/*.blob"):
        if UUID(path.stem) in known:
            continue
        try:
            if path.stat().st_mtime < older_than:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    return removed


def _path(folder: Path, blob_id: UUID) -> Path:
    return folder / blob_id.hex[:2] / f"{blob_id}.blob"


def _place(case_id: UUID, blob_id: UUID) -> tuple[str, ...]:
    return ("blob", str(case_id), str(blob_id))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
