"""Where one Thai word ends and the next begins, for lines of labels and of papers."""

import os
from functools import cache
from typing import Any, Final

KEPT_WHOLE: Final = (
    "กระบวนงาน",
    "กลุ่มงาน",
    "กล่องรหัส",
    "กำหนดเวลา",
    "ข้อเท็จจริง",
    "ข้อความ",
    "ข้อมูล",
    "ข้อสั่งการ",
    "คณะกรรมการ",
    "คัดแยก",
    "คำสั่ง",
    "ความคืบหน้า",
    "ความเห็น",
    "เจ้าหน้าที่",
    "แจ้งเบาะแส",
    "ช่องทาง",
    "ดำเนินการ",
    "ตรวจสอบ",
    "ตำผามอก",
    "บันทึกเสร็จไม่ได้",
    "ติดตาม",
    "แต่งตั้ง",
    "เบื้องต้น",
    "แบบฟอร์ม",
    "ประพฤติมิชอบ",
    "ปีงบประมาณ",
    "ปิดเรื่อง",
    "ปิดชื่อ",
    "ผู้กล่าวหา",
    "ผู้กำกับดูแล",
    "ผู้ช่วย",
    "ผู้ดูแลระบบ",
    "ผู้ตรวจสอบ",
    "ผู้ถูกร้องเรียน",
    "ผู้แทน",
    "ผู้บริหาร",
    "ผู้มอบหมาย",
    "ผู้มีหน้าที่",
    "ผู้มีอำนาจ",
    "ผู้รับงาน",
    "ผู้รับผิดชอบ",
    "ผู้ร้อง",
    "ผู้ร้องเรียน",
    "ผู้รักษาราชการแทน",
    "ผู้อำนวยการ",
    "พยาน",
    "มอบหมาย",
    "ไม่ได้",
    "ไม่บังคับ",
    "ยุติเรื่อง",
    "รหัสผ่าน",
    "รหัสรับเรื่อง",
    "ร้องเรียน",
    "รายงาน",
    "รับงาน",
    "รับเรื่อง",
    "รับผิดชอบ",
    "ลงนาม",
    "ล่าสุด",
    "ลายนิ้วมือ",
    "วันทำการ",
    "วันปฏิทิน",
    "วันหยุดราชการ",
    "เว็บไซต์",
    "สั่งการ",
    "สมุดบันทึก",
    "ส่งกลับแก้ไข",
    "ส่วนได้เสีย",
    "สำนักงาน",
    "หน่วยงาน",
    "หัวหน้า",
    "หมดอายุ",
    "หลักฐาน",
    "เอกสาร",
)
"""What a line never cuts, though the dictionary has only the parts of some of them."""


def thai_words(text: str) -> list[str]:
    """Return the words of *text*, which joined are the text again; spaces are words too."""
    tokenize, dictionary = _tokenizer()
    words: list[str] = tokenize(text, custom_dict=dictionary, engine="newmm")
    return words


@cache
def _tokenizer() -> tuple[Any, Any]:
    """Load the Thai dictionary, once and only when the first line is broken."""
    # Without this, importing pythainlp makes a folder in the home directory, and fails where a
    # hardened service has none.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    from pythainlp.corpus import thai_words  # noqa: PLC0415  # a second and 20 MB, seldom needed
    from pythainlp.tokenize import word_tokenize  # noqa: PLC0415  # as above
    from pythainlp.util import dict_trie  # noqa: PLC0415  # as above

    return word_tokenize, dict_trie({*thai_words(), *KEPT_WHOLE})
