"""Files that come with a form: checked and encrypted on disk before the unit begins.

A form that is shown again (a row added, an answer refused) keeps the files that came with
it: they lie on disk already, and the page carries a signed word for each. What is never
sent for good is swept away after a day; its word is good for less, so that no word outlives its
file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from engine.errors import Sentence, UploadRejected
from engine.sealing.secret_bytes import DataKey
from engine.store.blobs import Blob, touch
from engine.store.readable_pdfs import Readability
from engine.work.completing import Upload
from web import kept as refusals
from web import pages
from web.files import keep_file
from web.form_pages import Upload as Posted

MOST_FILES = 20
# Four hours less than the worker keeps a file that no case took.
WORD_IS_GOOD = 20 * 3600
KEPT = "_kept_file"
_TOO_MANY = Sentence(
    f"แนบได้ครั้งละไม่เกิน {MOST_FILES} แฟ้ม แฟ้มที่เกินไม่ได้เก็บไว้",
    f"At most {MOST_FILES} files at a time; the others were not kept.",
)


@dataclass(frozen=True)
class Tray:
    """The files of one form by id, and what stands against those that were not taken."""

    uploads: dict[str, Upload] = field(default_factory=dict)
    messages: dict[str, list[Sentence]] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        return {upload_id: upload.file_name for upload_id, upload in self.uploads.items()}


def take_uploads(
    posted: Iterable[Posted], answers: dict[str, Any], case_id: UUID, data_key: DataKey
) -> Tray:
    """Write new files to disk, find those that came earlier, and name both in the answers.

    A refusal of the whole request carries the new ones, so that the same form can be
    sent once more.
    """
    tray, readability = Tray(kept_before(case_id)), Readability()
    for upload in posted:
        if len(tray.uploads) >= MOST_FILES:
            tray.messages.setdefault(upload.path, [_TOO_MANY])
            continue
        content = upload.file.read()
        try:
            if upload.must_open:
                readability.check(content)
            kept = keep_file(content, upload.file.filename, case_id, data_key)
        except UploadRejected as refused:
            tray.messages.setdefault(upload.path, []).append(refused.sentence)
            continue
        tray.uploads[str(kept.blob.id)] = kept
        _name(answers, upload.path.split("."), str(kept.blob.id))
        (word,) = kept_words({str(kept.blob.id): kept}, case_id)
        refusals.carry([(upload.path, str(kept.blob.id)), (KEPT, word)])
    refusals.carry_all_files()
    return tray


def names_only(posted: Iterable[Posted], answers: dict[str, Any], case_id: UUID) -> dict[str, str]:
    """Name the files of a form that is only looked at; nothing is written."""
    names = Tray(kept_before(case_id)).names
    for number, upload in enumerate(posted):
        names[f"new-{number}"] = upload.file.filename or ""
        _name(answers, upload.path.split("."), f"new-{number}")
    return names


def kept_words(uploads: Mapping[str, Upload], case_id: UUID) -> list[str]:
    """Return a signed word for each file, by which the next post of this person names it."""
    return [
        str(
            _signer().dumps(
                {
                    "case": str(case_id),
                    "person": _owner(),
                    "id": str(upload.blob.id),
                    "size": upload.blob.size,
                    "sha256": upload.blob.sha256,
                    "media_type": upload.blob.media_type,
                    "content": upload.blob.content_sha256,
                    "name": upload.file_name,
                }
            )
        )
        for upload in uploads.values()
    ]


def kept_before(case_id: UUID) -> dict[str, Upload]:
    """Return the files that came with an earlier post of this form, by id."""
    found: dict[str, Upload] = {}
    for word in request.form.getlist(KEPT)[:MOST_FILES]:
        try:
            read = _signer().loads(word, max_age=WORD_IS_GOOD)
        except BadSignature:
            continue
        mine = read["person"] == _owner()
        is_of_case = mine and read["case"] == str(case_id)
        # Its page will have a new word for it: it stays as long as that is good.
        if is_of_case and touch(pages.settings().blobs_dir, UUID(read["id"])):
            blob = Blob(
                UUID(read["id"]),
                read["size"],
                read["sha256"],
                read["media_type"],
                read["content"],
            )
            found[read["id"]] = Upload(blob, read["name"])
    return found


def _owner() -> str:
    """Return who may name a file again: a person, or nobody in particular of the public.

    Hers is the form: the word names a case of which nothing but that form knows.
    """
    return str(pages.myself().person_id) if "standing" in g else ""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        current_app.config["SECRET_KEY"], salt="kept file and its content"
    )


def _name(place: Any, path: list[str], upload_id: str) -> None:
    """Put the id of a file into the list of answers at its path."""
    *way, last = path
    for part in way:
        place = place[int(part)] if part.isdigit() else place[part]
    place[last] = [*(place.get(last) or []), upload_id]
