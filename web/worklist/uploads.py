"""Files that come with a form: checked and encrypted on disk before the unit begins."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from engine.errors import FormInvalid, UploadRejected
from engine.sealing.secret_bytes import DataKey
from engine.store.blobs import write_blob
from engine.work.completing import Upload
from web import pages
from web.form_pages import Upload as Posted

MOST_FILES = 20
LONGEST_NAME = 200


def keep_uploads(
    posted: Iterable[Posted], answers: dict[str, Any], case_id: UUID, data_key: DataKey
) -> dict[str, Upload]:
    """Write the files to disk and name them in the answers where they were picked.

    Raises
    ------
    FormInvalid
        A file is not accepted; the sentence stands at its field.
    """
    kept: dict[str, Upload] = {}
    for upload in list(posted)[:MOST_FILES]:
        content = upload.file.read()
        try:
            blob = write_blob(pages.settings().blobs_dir, data_key, case_id, content)
        except UploadRejected as refused:
            raise FormInvalid({upload.path: [refused.sentence]}) from refused
        name = (upload.file.filename or "").replace("\\", "/").rpartition("/")[2]
        kept[str(blob.id)] = Upload(blob, name[:LONGEST_NAME])
        _name(answers, upload.path.split("."), str(blob.id))
    return kept


def _name(place: Any, path: list[str], upload_id: str) -> None:
    """Put the id of a file into the list of answers at its path."""
    *way, last = path
    for part in way:
        place = place[int(part)] if part.isdigit() else place[part]
    place[last] = [*(place.get(last) or []), upload_id]
