"""A signed statement of what the log held, short enough to print, mail and keep elsewhere.

The form is a C2SP *signed note* with a *tlog checkpoint* in it, which other
programs read too:

    complaints.example.go.th
    1204
    kQ2Vbq0vJkKq0m5q2B0v4vQm0x9P1s5W8y0m3b1n2c4=
    previous 3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
    signed 2026-11-21T17:30:05.000000Z

    — complaints.example.go.th x08go/ZJkuBS9UG/Sffc…

Name of the log, rows, RFC 9162 root; the hash of the checkpoint before (zeros
for the first) and the time; then the Ed25519 signature over all of it, with
four bytes in front that name the key.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature

from engine.errors import Sentence, Tampered
from engine.journal.canonical import instant
from engine.journal.signing_key import KEY_ID_LENGTH, SIGNATURE_LENGTH, SigningKey, VerifyingKey

NO_PREVIOUS = bytes(32)
_ROOT_LENGTH = 32
_DASH = "—"


class CheckpointInvalid(Tampered):
    """The text is no checkpoint, or nobody trusted has signed it."""

    sentence = Sentence(
        "ข้อความจุดตรวจหรือลายมือชื่อดิจิทัลไม่ถูกต้อง",
        "The text is no checkpoint, or its signature is not valid.",
    )


@dataclass(frozen=True)
class Checkpoint:
    """The log ``origin`` held ``size`` rows with this root. Signed, not yet verified."""

    origin: str
    size: int
    root: bytes
    previous: bytes
    signed_at: datetime
    key_id: str
    signature: bytes

    @property
    def body(self) -> str:
        """The lines that are signed."""
        return _body(self.origin, self.size, self.root, self.previous, self.signed_at)

    @property
    def hash(self) -> bytes:
        """What the next checkpoint names as its previous."""
        return hashlib.sha256(self.body.encode()).digest()

    @property
    def text(self) -> str:
        """The whole note, to store, print and hand out."""
        signed = _encode(bytes.fromhex(self.key_id) + self.signature)
        return f"{self.body}\n{_DASH} {self.origin} {signed}\n"


def sign_checkpoint(
    key: SigningKey, *, size: int, root: bytes, previous: bytes, signed_at: datetime
) -> Checkpoint:
    body = _body(key.name, size, root, previous, signed_at)
    return Checkpoint(
        key.name, size, root, previous, signed_at, key.key_id, key.sign(body.encode())
    )


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a note back; :class:`CheckpointInvalid` for any other spelling than ours.

    Line ends and outer blank space that mail or paper added are forgiven.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    try:
        origin, size, root, previous, signed_at, blank, signature = lines
        key_id, signed = _key_id_and_signature(signature.removeprefix(f"{_DASH} {origin} "))
        checkpoint = Checkpoint(
            origin=origin,
            size=int(size),
            root=_decode(root),
            previous=_decode(previous.removeprefix("previous ")),
            signed_at=datetime.fromisoformat(signed_at.removeprefix("signed ")),
            key_id=key_id.hex(),
            signature=signed,
        )
        written = checkpoint.text
    except (ValueError, OverflowError) as error:
        raise CheckpointInvalid from error
    # Written anew it is the same, so it has one spelling and nothing was overlooked.
    if blank or written.splitlines() != lines:
        raise CheckpointInvalid
    return checkpoint


def verify_checkpoint(checkpoint: Checkpoint, keys: Iterable[VerifyingKey]) -> None:
    """Raise :class:`CheckpointInvalid` unless one of these keys signed it."""
    signer = (checkpoint.origin, checkpoint.key_id)
    for key in keys:
        if (key.name, key.key_id) == signer:
            try:
                key.verify(checkpoint.signature, checkpoint.body.encode())
            except InvalidSignature:
                continue
            return
    raise CheckpointInvalid


def _body(origin: str, size: int, root: bytes, previous: bytes, signed_at: datetime) -> str:
    if size < 0 or len(root) != _ROOT_LENGTH or len(previous) != _ROOT_LENGTH:
        raise ValueError("a checkpoint has a size and two hashes of 32 bytes")
    return (
        f"{origin}\n{size}\n{_encode(root)}\n"
        f"previous {_encode(previous)}\nsigned {instant(signed_at)}\n"
    )


def _key_id_and_signature(text: str) -> tuple[bytes, bytes]:
    data = _decode(text)
    if len(data) != KEY_ID_LENGTH + SIGNATURE_LENGTH:
        raise ValueError("an Ed25519 signature has 64 bytes")
    return data[:KEY_ID_LENGTH], data[KEY_ID_LENGTH:]


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
