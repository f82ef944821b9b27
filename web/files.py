"""A file that somebody chose on a page: checked, encrypted on disk, under a name that is true."""

from uuid import UUID

from engine.sealing.secret_bytes import DataKey
from engine.store.blobs import write_blob
from engine.work.completing import Upload
from web import pages

LONGEST_NAME = 200
_ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "text/plain": (".txt",),
}


def keep_file(content: bytes, file_name: str | None, case_id: UUID, data_key: DataKey) -> Upload:
    """Encrypt one file on disk; UploadRejected if it is of no accepted kind or size."""
    blob = write_blob(pages.settings().blobs_dir, data_key, case_id, content)
    return Upload(blob, plain_name(file_name or "", blob.media_type))


def plain_name(given: str, media_type: str) -> str:
    """Give the name of a file without folders and unseen characters, its ending true.

    What is text is stored as such: a page or a picture with a script in it would come alive
    again under its own ending once it is downloaded.
    """
    name = "".join(sign for sign in given.replace("\\", "/") if sign.isprintable())
    stem, dot, ending = name.rpartition("/")[2].strip().rpartition(".")
    endings = _ENDINGS.get(media_type, ())
    if dot and f".{ending.lower()}" in endings:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    whole = f"{stem}{dot}{ending}"
    return whole[: LONGEST_NAME - 4] + endings[0] if endings else whole[:LONGEST_NAME]
