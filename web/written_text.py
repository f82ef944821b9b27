"""What a request says in words, without the one sign that is no text: NUL.

Nobody types it and no page sends it. PostgreSQL takes it nowhere, not even to compare with, and
SQLite ends a search at it: what came with one would be a fault of the server on some page or other.
"""

from functools import cached_property

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import BaseConverter

_NUL = "\0"


class WrittenTextRequest(Request):
    """A request whose address and form are read without NUL; bytes of files stay as they are."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        return _written(super().args)

    def _load_form_data(self) -> None:
        is_first = "form" not in self.__dict__
        super()._load_form_data()
        if is_first:
            self.__dict__["form"] = _written(self.form)


class WordConverter(BaseConverter):
    """A word in an address: with NUL in it there is no such address."""

    regex = rf"[^/{_NUL}]+"


def _written(given: MultiDict[str, str]) -> MultiDict[str, str]:
    if not any(_NUL in text for pair in given.items(multi=True) for text in pair):
        return given
    return ImmutableMultiDict(
        (name.replace(_NUL, ""), text.replace(_NUL, "")) for name, text in given.items(multi=True)
    )
