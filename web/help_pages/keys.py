"""The keys of the pages, as they are told. What they do is in ``frontend/src/keys.js``."""

from dataclasses import dataclass
from typing import Final

from engine.errors import Sentence


@dataclass(frozen=True)
class Key:
    """``strokes`` are pressed one after the other; ``+`` joins those pressed together."""

    strokes: tuple[str, ...]
    words: Sentence


@dataclass(frozen=True)
class Group:
    title: Sentence
    keys: tuple[Key, ...]


EVERYWHERE: Final = Group(
    Sentence("ทุกหน้า", "On every page"),
    (
        Key(("?",), Sentence("แสดงรายการแป้นนี้", "Show this list of keys")),
        Key(("H",), Sentence("วิธีใช้หน้าที่เปิดอยู่", "How to use the page that is open")),
        Key(("/",), Sentence("ไปช่องค้นหรือช่องกรองของหน้า", "Go to the search or filter of the page")),
        Key(("Esc",), Sentence("ปิดหน้าต่างนี้ หรือเลิก G ที่กดไว้", "Close this window, or forget a G")),
    ),
)
IN_LISTS: Final = Group(
    Sentence("ในรายการ", "In a list"),
    (
        Key(("J",), Sentence("แถวถัดไป", "Next row")),
        Key(("K",), Sentence("แถวก่อนหน้า", "Previous row")),
        Key(("Enter",), Sentence("เปิดแถวที่อยู่", "Open the row")),
    ),
)
IN_A_FORM: Final = Group(
    Sentence("ในแบบบันทึก", "In a form"),
    (
        Key(
            ("F",),
            Sentence(
                "ไปช่องแรกของแบบ หรือช่องแรกที่ต้องแก้", "Go to the first field, or the first to mend"
            ),
        ),
        Key(("S",), Sentence("เก็บร่าง", "Keep the draft")),
        Key(
            ("Ctrl+Enter",),
            Sentence(
                "กดปุ่มบันทึกของแบบ ใช้ได้ขณะพิมพ์อยู่ในช่อง",
                "Press the form’s own button; works while typing in it",
            ),
        ),
    ),
)
# These move within a page and type nothing: turning the letters off leaves them (replay.js).
IN_A_REPLAY: Final = Group(
    Sentence("ในหน้าย้อนดู", "In a replay"),
    (
        Key(("→",), Sentence("เหตุการณ์ถัดไป", "Next event")),
        Key(("←",), Sentence("เหตุการณ์ก่อนหน้า", "Event before")),
    ),
)
TO_ROOMS: Final = Sentence("ไปหมวดงาน กดทีละแป้น", "Go to a room, one key after the other")
GO: Final = "G"
