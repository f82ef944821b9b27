"""The words that forms add to those of their owner."""

from typing import Final

from engine.errors import Sentence

WORDS: Final = {
    "optional": Sentence("ไม่บังคับ", "optional"),
    "choose": Sentence("เลือก", "Choose"),
    "day": Sentence("วัน", "Day"),
    "month": Sentence("เดือน", "Month"),
    "year": Sentence("พ.ศ.", "Year"),
    "calendar": Sentence("ปฏิทิน", "Calendar"),
    "year_before": Sentence("ปีก่อน", "Year before"),
    "month_before": Sentence("เดือนก่อน", "Month before"),
    "month_after": Sentence("เดือนถัดไป", "Next month"),
    "year_after": Sentence("ปีถัดไป", "Next year"),
    "yesterday": Sentence("เมื่อวาน", "Yesterday"),
    "today": Sentence("วันนี้", "Today"),
    "close": Sentence("ปิดปฏิทิน", "Close"),
    "add": Sentence("เพิ่มรายการ", "Add an entry"),
    "an_entry": Sentence("รายการที่", "Entry"),
    "remove": Sentence("ลบ", "Remove "),
    "no_rows": Sentence("ไม่มีรายการ", "There are no entries."),
    "refresh": Sentence("แสดงช่องตามคำตอบนี้", "Show the fields for this answer"),
    "refresh_all": Sentence("ปรับช่องตามคำตอบ", "Show the fields for these answers"),
    "attached": Sentence("แฟ้มที่แนบแล้ว เอาเครื่องหมายออกเพื่อไม่ใช้", "Attached; untick to leave out"),
    "too_large": Sentence(
        "ส่งแฟ้มได้ครั้งละไม่เกิน 20 เมกะไบต์ เลือกแฟ้มที่เล็กลง",
        "At most 20 megabytes at a time; choose a smaller file.",
    ),
    "file_kinds": Sentence("รับแฟ้ม", "Takes"),
    "only_if": Sentence("กรอกเฉพาะเมื่อ {}", "Only if: {}"),
    "number": Sentence("ที่", "No."),
    "sheets_with_it": Sentence("แนบมาพร้อมแบบนี้", "with this form:"),
    "sheets": Sentence("แผ่น", "sheets"),
    "yes": Sentence("ใช่", "Yes"),
    "no": Sentence("ไม่ใช่", "No"),
    "unanswered": Sentence("ไม่ระบุ", "Not stated"),
    "nothing": Sentence("ไม่มี", "None"),
    "sealed": Sentence("ปิดชื่อ", "Withheld"),
    "to_mend": Sentence("ยังบันทึกเสร็จไม่ได้ มี {} ช่องต้องแก้", "Not completed: {} to mend"),
    "file": Sentence("แฟ้ม", "File"),
    "tick_several": Sentence("เลือกได้หลายข้อ", "more than one can be ticked"),
}

# As the columns of a calendar are headed, from Sunday.
WEEK: Final = (
    Sentence("อา", "Su"),
    Sentence("จ", "Mo"),
    Sentence("อ", "Tu"),
    Sentence("พ", "We"),
    Sentence("พฤ", "Th"),
    Sentence("ศ", "Fr"),
    Sentence("ส", "Sa"),
)
