"""The master key of an installation, and the keys that come from it.

Its file holds one *secret* and one or more *wrapping keys*, a line each:

    sucharit-master-key 1
    secret 9f…64 hexadecimal digits 5ab0c1d2
    wrap   41…64 hexadecimal digits 77e0a94f
    wrap   c8…64 hexadecimal digits 03d9b6aa

The newest wrapping key, the last line, wraps the data key of every new stream;
the older ones still unwrap. Rotation adds a line and rewraps one short row a
stream. The secret makes the blind indexes and receipt lookups; it never
changes, so rotation leaves them alone. The last word of a line is a checksum:
the copy in the safe is typed in by hand one day.
"""

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import KeyUnavailable, Sentence, SettingsInvalid, Tampered
from engine.sealing.encryption import decrypt, encrypt, length_prefixed
from engine.sealing.private_files import (
    create_private_file,
    read_private_file,
    replace_private_file,
)
from engine.sealing.secret_bytes import KEY_BYTES, DataKey, LookupKey, SecretBytes

__all__ = [
    "DataKey",
    "KeyUse",
    "LookupKey",
    "MasterKey",
    "generate_master_key_file",
    "read_master_key_file",
    "retire_wrapping_keys",
    "rotate_master_key_file",
]

_FORMAT = "sucharit-master-key 1"
_ID_BYTES = 4


class KeyUse(StrEnum):
    """What a derived key is for; each use has a key that tells nothing of the others."""

    BLIND_INDEX = "blind-index"
    RECEIPT_LOOKUP = "receipt-lookup"
    SUBMISSION = "submission"
    PACE = "pace"
    FINGERPRINT = "fingerprint"


class MasterKey:
    """What has to be outside the database for the database to be worth nothing alone."""

    def __init__(self, secret: SecretBytes, wrapping_keys: Sequence[DataKey]) -> None:
        if not wrapping_keys:
            raise ValueError("a master key wraps")
        self._secret = secret
        self._wrapping_keys = {_key_id(key): key for key in wrapping_keys}
        self._newest_id = _key_id(wrapping_keys[-1])

    @classmethod
    def generate(cls) -> Self:
        return cls(SecretBytes.generate(), [DataKey.generate()])

    def __repr__(self) -> str:
        return f"<MasterKey {self.fingerprint}>"

    @property
    def fingerprint(self) -> str:
        """Sixteen digits that name this key without telling it; rotation keeps them.

        Stored in the database, they let a start with the wrong key file be refused.
        """
        return self.derive(KeyUse.FINGERPRINT).material[:8].hex()

    def derive(self, use: KeyUse, *context: str) -> LookupKey:
        """Return the key of one use, and of one office when its id is given as context.

        HKDF-SHA256 (RFC 5869) of the secret. Takes some 20 µs: keep the result.
        """
        info = length_prefixed("sucharit", use, *context)
        derivation = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info)
        return LookupKey(derivation.derive(self._secret.material))

    def wrap(self, data_key: DataKey, *aad: str) -> bytes:
        """Return what is stored instead of the key; ``aad`` names office and stream."""
        newest = self._wrapping_keys[self._newest_id]
        return self._newest_id + encrypt(newest, data_key.material, *aad)

    def unwrap(self, wrapped: bytes, *aad: str) -> DataKey:
        """Return the data key.

        Raises :class:`KeyUnavailable` when it was wrapped by a key that this file
        does not hold, :class:`Tampered` when the row was altered or moved.
        """
        wrapping_key = self._wrapping_keys.get(wrapped[:_ID_BYTES])
        if wrapping_key is None:
            raise KeyUnavailable
        material = decrypt(wrapping_key, wrapped[_ID_BYTES:], *aad)
        if len(material) != KEY_BYTES:
            raise Tampered
        return DataKey(material)

    def needs_rewrap(self, wrapped: bytes) -> bool:
        return wrapped[:_ID_BYTES] != self._newest_id

    def rewrap(self, wrapped: bytes, *aad: str) -> bytes:
        """Wrap the same data key by the newest wrapping key."""
        return self.wrap(self.unwrap(wrapped, *aad), *aad)

    def rotated(self) -> Self:
        """Return a master key with one wrapping key more, which wraps from now on."""
        return type(self)(self._secret, [*self._wrapping_keys.values(), DataKey.generate()])

    def retired(self) -> Self:
        """Return a master key with the newest wrapping key only: after all is rewrapped."""
        return type(self)(self._secret, [self._wrapping_keys[self._newest_id]])

    @property
    def wrapping_key_ids(self) -> tuple[str, ...]:
        """Oldest first, as the first four bytes of what each one wrapped, hexadecimal."""
        return tuple(key_id.hex() for key_id in self._wrapping_keys)

    def to_text(self) -> str:
        """Return the content of a key file: the secret itself, for that file alone."""
        lines = [_FORMAT, _key_line("secret", self._secret)]
        lines += [_key_line("wrap", key) for key in self._wrapping_keys.values()]
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key file; :class:`SettingsInvalid` names the line that is wrong."""
        first, *lines = text.splitlines() or [""]
        if first != _FORMAT:
            raise _faulty_line(1)
        kinds = ["secret", *["wrap"] * max(1, len(lines) - 1)]
        keys = [
            _read_key_line(kind, line, number)
            for number, (kind, line) in enumerate(zip_longest(kinds, lines, fillvalue=""), start=2)
        ]
        return cls(SecretBytes(keys[0]), [DataKey(material) for material in keys[1:]])


def read_master_key_file(path: Path, *, strict: bool = True) -> MasterKey:
    """Read the file; ``strict`` (production) refuses one that others may read."""
    return MasterKey.parse(read_private_file(path, strict=strict))


def generate_master_key_file(path: Path) -> MasterKey:
    """Write a new key, mode 0600, whole or not at all; refused when the file exists."""
    master = MasterKey.generate()
    create_private_file(path, master.to_text())
    return master


def rotate_master_key_file(path: Path) -> MasterKey:
    """Add a wrapping key to the file. Restart what holds the old one, then rewrap."""
    master = read_master_key_file(path).rotated()
    replace_private_file(path, master.to_text())
    return master


def retire_wrapping_keys(path: Path) -> MasterKey:
    """Forget all but the newest wrapping key. Whatever was not rewrapped is lost."""
    master = read_master_key_file(path).retired()
    replace_private_file(path, master.to_text())
    return master


def _key_id(key: SecretBytes) -> bytes:
    return hashlib.sha256(b"sucharit key id" + key.material).digest()[:_ID_BYTES]


def _key_line(kind: str, key: SecretBytes) -> str:
    return f"{kind} {key.material.hex()} {_key_id(key).hex()}"


def _read_key_line(kind: str, line: str, number: int) -> bytes:
    try:
        found, digits, checksum = line.split()
        key = SecretBytes(bytes.fromhex(digits))
    except ValueError:
        raise _faulty_line(number) from None
    if found != kind or checksum != _key_id(key).hex():
        raise _faulty_line(number)
    return key.material


def _faulty_line(number: int) -> SettingsInvalid:
    # Never the line itself: this sentence reaches the log.
    return SettingsInvalid(
        Sentence(
            th=f"แฟ้มกุญแจหลักผิดที่บรรทัด {number}",
            en=f"The master key file is wrong in line {number}.",
        )
    )
