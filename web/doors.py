"""The door of a lodging from one post of its form to the next: files lie encrypted for its case."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from engine.work.lodging import Door
from web import pages

DOOR = "_door"


def posted_door(process_id: str, office_id: UUID) -> Door:
    """Return the door that files of this form were encrypted for, or a new one."""
    try:
        word = _signer().loads(request.form.get(DOOR, ""))
    except BadSignature:
        return Door(process_id)
    this_form = (str(office_id), str(pages.submission_key()))
    if (word["office"], word["submission"]) != this_form:
        return Door(process_id)
    case_id = UUID(word["case"])
    wrapped = urlsafe_b64decode(word["key"])
    key = pages.store().vault.unwrap(wrapped, office_id, case_id)
    return Door(process_id, case_id, key)


def door_word(door: Door, office_id: UUID) -> str:
    """Carry the case's id and its wrapped key over to the next post of this one form."""
    wrapped = pages.store().vault.wrap(door.data_key, office_id, door.case_id)
    return str(
        _signer().dumps(
            {
                "office": str(office_id),
                "submission": str(pages.submission_key()),
                "case": str(door.case_id),
                "key": urlsafe_b64encode(wrapped).decode(),
            }
        )
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="intake door")
