"""The Ed25519 key that signs checkpoints, apart from the master key and from the web workers.

Both halves are written as the signed-note tools write them, one line each:

    PRIVATE+KEY+complaints.example.go.th+c74f20a3+AYEKFALV…
    complaints.example.go.th+c74f20a3+ARpc2QcUPDhM…

The second goes to the auditor. Its key id is the beginning of a hash over name
and key, so that a letter typed wrong is noticed.
"""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from engine.errors import Sentence, SettingsInvalid
from engine.sealing.private_files import create_private_file, read_private_file

KEY_ID_LENGTH = 4
SIGNATURE_LENGTH = 64
_ED25519 = b"\x01"
_KEY_LENGTH = 32
_PRIVATE = "PRIVATE+KEY+"


@dataclass(frozen=True)
class VerifyingKey:
    """The public half: who signs under ``name``."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _is_name(self.name) or len(self.public) != _KEY_LENGTH:
            raise ValueError("a key has an ASCII name without spaces and plus signs, and 32 bytes")

    @property
    def key_id(self) -> str:
        """Eight hexadecimal digits."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public
        return hashlib.sha256(named).digest()[:KEY_ID_LENGTH].hex()

    def verify(self, signature: bytes, message: bytes) -> None:
        """Raise cryptography's InvalidSignature when it is not by this key."""
        Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)

    def to_text(self) -> str:
        return f"{self.name}+{self.key_id}+{_encode(self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the line that was handed out; :class:`SettingsInvalid` when it is no key."""
        try:
            name, key_id, key = text.strip().split("+", 2)
            found = cls(name, _decode(key))
        except ValueError:
            raise _no_key() from None
        if found.key_id != key_id:
            raise _no_key()
        return found


class SigningKey:
    """The private half. It shows its name and its key id only."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.verifying_key = VerifyingKey(name, private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Self:
        return cls(name, Ed25519PrivateKey.generate())

    def __repr__(self) -> str:
        return f"<SigningKey {self.name} {self.key_id}>"

    @property
    def name(self) -> str:
        return self.verifying_key.name

    @property
    def key_id(self) -> str:
        return self.verifying_key.key_id

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    def to_text(self) -> str:
        """Return the content of a key file: the secret itself, for that file alone."""
        return f"{_PRIVATE}{self.name}+{self.key_id}+{_encode(self._private.private_bytes_raw())}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        line = text.strip()
        try:
            name, key_id, key = line.removeprefix(_PRIVATE).split("+", 2)
            found = cls(name, Ed25519PrivateKey.from_private_bytes(_decode(key)))
        except ValueError:
            raise _no_key() from None
        if not line.startswith(_PRIVATE) or found.key_id != key_id:
            raise _no_key()
        return found


def generate_signing_key_file(path: Path, name: str) -> SigningKey:
    """Write a new key, mode 0600; refused when the file exists.

    ``name`` is the log's own, usually the host name: ASCII, no spaces, no plus sign. It
    stays when the key changes; auditors keep the keys of all times.
    """
    key = SigningKey.generate(name)
    create_private_file(path, key.to_text())
    return key


def read_signing_key_file(path: Path, *, strict: bool = True) -> SigningKey:
    """Read the file; ``strict`` (production) refuses one that others may read."""
    return SigningKey.parse(read_private_file(path, strict=strict))


def _is_name(name: str) -> bool:
    return name.isascii() and name.isprintable() and not set(name) & set(" +") and bool(name)


def _encode(key: bytes) -> str:
    return base64.b64encode(_ED25519 + key).decode("ascii")


def _decode(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if data[:1] != _ED25519 or len(data) != len(_ED25519) + _KEY_LENGTH:
        raise ValueError("not an Ed25519 key")
    return data[1:]


def _no_key() -> SettingsInvalid:
    return SettingsInvalid(
        Sentence(th="ข้อความนี้ไม่ใช่กุญแจลงลายมือชื่อ", en="The text is not a signing key.")
    )
