"""What the public's first page says in further languages, spoken too: the office's own words.

A text is one paragraph, as somebody of the language wrote it for the office; its recording is a
file beside the profiles (``Settings.offices_dir``), judged by what is in it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.errors import Sentence
from engine.office.toml_reader import checked

LARGEST_RECORDING: Final = 10 * 1024 * 1024

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_RECORDING: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.(mp3|ogg|m4a)")
_MPEG_FRAME: Final = re.compile(rb"\xff[\xe2-\xff]")


def _not_a_language(tag: str) -> Sentence | None:
    if _LANGUAGE.fullmatch(tag):
        return None
    return Sentence(
        "รหัสภาษาตาม BCP 47 เช่น ms หรือ mfa-Thai", "a language tag of BCP 47, like ms or mfa-Thai"
    )


def _not_a_recording(name: str) -> Sentence | None:
    if _RECORDING.fullmatch(name):
        return None
    return Sentence(
        "ชื่อแฟ้มเสียงไม่มีโฟลเดอร์ ลงท้ายด้วย .mp3 .ogg หรือ .m4a เช่น kero_ms.mp3",
        "the name of a recording without a folder, ending in .mp3, .ogg or .m4a",
    )


def _not_one_paragraph(text: str) -> Sentence | None:
    if "\n" not in text:
        return None
    return Sentence("เขียนเป็นย่อหน้าเดียว", "write it as one paragraph")


@dataclass(frozen=True)
class PublicExplanation:
    """A language by its tag and by its own name, what is said in it, and its recording."""

    language: str = field(metadata=checked(_not_a_language))
    name: str
    text: str = field(metadata=checked(_not_one_paragraph))
    audio: str | None = field(default=None, metadata=checked(_not_a_recording))


@dataclass(frozen=True)
class Recording:
    """A file of sound, and of which type it is."""

    path: Path
    media_type: str


def recording_of(explanation: PublicExplanation, folder: Path) -> Recording | None:
    """Return the recording; None where there is none, or what is there is none or too large."""
    if explanation.audio is None:
        return None
    path = folder / explanation.audio
    if not path.is_file() or path.stat().st_size > LARGEST_RECORDING:
        return None
    with path.open("rb") as file:
        media_type = _media_type(file.read(12))
    return Recording(path, media_type) if media_type else None


def _media_type(begins: bytes) -> str | None:
    if begins.startswith(b"ID3") or _MPEG_FRAME.match(begins):
        return "audio/mpeg"
    if begins.startswith(b"OggS"):
        return "audio/ogg"
    return "audio/mp4" if begins[4:8] == b"ftyp" else None
