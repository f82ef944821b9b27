"""Requests of forms with files: one file that is too large does not take the whole form along.

Without scripts nothing refuses such a file before it is sent. The form is read all the same, of
the file no more than tells that it is too large; then the form says so at its field, with all that
was typed. Who is signed in is given so much room, and the public half of it.
"""

from tempfile import SpooledTemporaryFile
from typing import IO

from flask import current_app
from flask_login import current_user

from engine.errors import Unavailable
from engine.store.blobs import LARGEST_BYTES
from web.written_text import WrittenTextRequest

LARGEST_FORM = 128 * 1024 * 1024
LARGEST_PUBLIC_FORM = 64 * 1024 * 1024
_IN_MEMORY = 500 * 1024
_FORMS_WITH_FILES = frozenset(
    f"worklist.{view}"
    for view in (
        "complete",
        "take_in",
        "keep_draft",
        "keep_intake",
        "merge_draft",
        "merge_intake",
        "release",
        "scan",
        "typed",
        "typed_intake",
    )
)
_PUBLIC_FORMS_WITH_FILES = frozenset({"public.lodge", "public.write"})


class RoomyRequest(WrittenTextRequest):
    """A request whose limit depends on what it is and who asks."""

    @property
    def max_content_length(self) -> int | None:
        """Return how many bytes are read; more is refused as a whole (413)."""
        if self._max_content_length is None and self.endpoint in _PUBLIC_FORMS_WITH_FILES:
            return LARGEST_PUBLIC_FORM
        if self._max_content_length is None and self.endpoint in _FORMS_WITH_FILES:
            usual: int = current_app.config["MAX_CONTENT_LENGTH"]
            is_roomy = (self.content_length or 0) > usual and _is_somebody()
            return max(usual, current_app.config["LARGEST_FORM"]) if is_roomy else usual
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002  # werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return _Capped(max_size=_IN_MEMORY, mode="w+b")


def _is_somebody() -> bool:
    try:
        return bool(current_user.is_authenticated)
    except Unavailable:
        # The page that says so reads the form as well.
        return False


class _Capped(SpooledTemporaryFile[bytes]):
    """Keeps of a file one byte more than is accepted: enough to refuse it."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        room = LARGEST_BYTES + 1 - self.tell()
        if room > 0:
            super().write(data[:room])
        return len(data)
