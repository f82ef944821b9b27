"""What stands around every page: whose office, which rooms, who is signed in."""

from dataclasses import dataclass
from typing import Final

from engine.errors import Sentence

PRODUCT: Final = Sentence("ระบบจัดการเรื่องร้องเรียน สุจริต", "Sucharit complaint handling")


@dataclass(frozen=True)
class Room:
    """An entry of the main navigation. ``count`` is shown when it is not None.

    ``key``: the letter that leads here by keyboard, after G.
    """

    label: Sentence
    url: str
    count: int | str | None = None
    is_current: bool = False
    key: str | None = None


@dataclass(frozen=True)
class Link:
    label: Sentence
    url: str


@dataclass(frozen=True)
class SignedIn:
    """``title`` is the position at the office, as the office words it."""

    name: str
    title: str
    sign_out_url: str
    switch_url: str | None = None


@dataclass(frozen=True)
class Frame:
    """``product`` stands second, under the office's own name.

    ``acting`` says in whose name the page works, where that is not the person's own.
    ``help_url`` and ``keys_url`` are shown beside the page where scripts run.
    """

    office_name: str
    version: str
    product: Sentence = PRODUCT
    home_url: str = "/"
    rooms: tuple[Room, ...] = ()
    signed_in: SignedIn | None = None
    acting: Sentence | None = None
    footer: tuple[Link, ...] = ()
    is_demonstration: bool = False
    help_url: str | None = None
    keys_url: str | None = None
    first_day_url: str | None = None
