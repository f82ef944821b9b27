"""What is said about an answer that cannot be taken.

No function here is given what somebody typed: messages quote the label, the limit, a length, a
number or a date. A name cannot leak through a message because none ever reaches one.
"""

from datetime import date
from decimal import Decimal

from engine.errors import Sentence
from engine.forms.components import (
    CheckboxField,
    ChoiceField,
    DateField,
    Field,
    FileField,
    NumberField,
    Rows,
    TextField,
    TimeField,
)
from engine.office.thai import DateUnreadable, short_date

UNKNOWN_ANSWER = Sentence(
    "มีคำตอบที่แบบฟอร์มฉบับนี้ไม่มีช่อง เปิดงานนี้ใหม่แล้วลองอีกครั้ง",
    "There is an answer that this edition of the form has no field for. Open the item again.",
)

ROWS_ARE_GONE = Sentence(
    "รายการนี้เปลี่ยนไปหลังจากเปิดแบบนี้ ตอบแต่ละรายการใหม่",
    "This list has changed since the form was opened. Answer each of its rows again.",
)


def _said(component: Field | Rows, th: str, en: str) -> Sentence:
    label = component.label.sentence
    return Sentence(f"“{label.th}” {th}" if label.th else th, f'"{label.en}" {en}')


def missing(field: Field) -> Sentence:
    match field:
        case ChoiceField():
            return _said(field, "ยังไม่ได้เลือก", "has to be chosen.")
        case CheckboxField():
            return _said(field, "ยังไม่ได้ทำเครื่องหมาย", "has to be ticked.")
        case FileField():
            return _said(field, "ยังไม่ได้แนบแฟ้ม", "needs a file.")
        case DateField():
            return _said(field, "ยังไม่ได้ใส่วัน เดือน ปี", "needs a day, month and year.")
        case _:
            return _said(field, "ยังไม่ได้กรอก", "has to be filled in.")


def unreadable(field: Field) -> Sentence:
    if isinstance(field, NumberField) and not field.decimal_digits:
        return _said(field, "ต้องเป็นจำนวนเต็ม เช่น 1500", "has to be a whole number, as 1500.")
    return _said(field, *_READABLE.get(type(field), ("อ่านไม่ได้ กรอกใหม่", "cannot be read.")))


def unreadable_date(field: DateField, fault: DateUnreadable) -> Sentence:
    if fault.sentence is DateUnreadable.sentence:
        return unreadable(field)
    return _said(field, f"อ่านไม่ได้ {fault.sentence.th}", f"cannot be read. {fault.sentence.en}")


_READABLE = {
    NumberField: ("ต้องเป็นตัวเลข เช่น 1500.50", "has to be a number, as 1500.50."),
    DateField: (
        "ต้องมีครบทั้งวัน เดือน และปี พ.ศ. สี่หลัก เช่น 19 พฤศจิกายน 2569",
        "needs day, month and year, as 19 November 2026.",
    ),
    TimeField: ("ต้องเป็นเวลา เช่น 14.30", "has to be a time, as 14.30."),
    ChoiceField: ("ต้องเลือกจากรายการที่แสดง", "has to be chosen from the list."),
    FileField: (
        "มีแฟ้มที่ยังส่งไม่สำเร็จ แนบอีกครั้ง",
        "holds a file that did not arrive; attach it again.",
    ),
}


def in_future(field: Field, today: date) -> Sentence:
    now = short_date(today)
    return _said(
        field,
        f"ต้องไม่อยู่ในอนาคต วันนี้วันที่ {now.th}",
        f"must not lie in the future. Today is {now.en}.",
    )


def in_past(field: Field, today: date) -> Sentence:
    now = short_date(today)
    return _said(field, f"ต้องไม่ก่อนวันนี้ วันที่ {now.th}", f"must not lie before today, {now.en}.")


def too_long(field: TextField, length: int) -> Sentence:
    return _said(
        field,
        f"ยาว {length:,} ตัวอักษร ใส่ได้ไม่เกิน {field.max_length:,}",
        f"has {length:,} characters; at most {field.max_length:,} are taken.",
    )


def too_short(field: TextField) -> Sentence:
    return _said(
        field,
        f"ต้องยาวอย่างน้อย {field.min_length:,} ตัวอักษร",
        f"needs at least {field.min_length:,} characters.",
    )


def wrong_form(field: TextField) -> Sentence:
    match field.form:
        case "email":
            return _said(
                field,
                "ต้องเป็นอีเมลที่ครบถ้วน เช่น name@example.org",
                "has to be a complete e-mail address, as name@example.org.",
            )
        case "phone":
            return _said(
                field,
                "ต้องเป็นหมายเลขโทรศัพท์ เช่น 08 1234 5678 หรือ 0 5500 0142 ต่อ 10",
                "has to be a telephone number, as 08 1234 5678.",
            )
        case _:
            return _said(
                field,
                "ต้องเป็นเลขประจำตัวประชาชน 13 หลักที่ถูกต้อง",
                "has to be a valid citizen number of 13 digits.",
            )


def wrong_pattern(field: TextField) -> Sentence:
    return field.pattern_error.sentence


def too_many_decimals(field: NumberField) -> Sentence:
    return _said(
        field,
        f"ใส่ทศนิยมได้ไม่เกิน {field.decimal_digits} ตำแหน่ง",
        f"takes at most {field.decimal_digits} decimals.",
    )


def too_small(field: NumberField, value: Decimal) -> Sentence:
    return _said(
        field,
        f"คือ {value:,f} ต้องไม่น้อยกว่า {field.minimum:,f}",
        f"is {value:,f}; it has to be at least {field.minimum:,f}.",
    )


def too_large(field: NumberField, value: Decimal) -> Sentence:
    return _said(
        field,
        f"คือ {value:,f} ต้องไม่เกิน {field.maximum:,f}",
        f"is {value:,f}; it has to be at most {field.maximum:,f}.",
    )


def one_file_only(field: FileField) -> Sentence:
    return _said(field, "แนบได้ 1 แฟ้ม", "takes one file.")


def too_few_rows(rows: Rows) -> Sentence:
    return _said(rows, f"ต้องมีอย่างน้อย {rows.least} รายการ", f"needs at least {rows.least} entries.")


def too_many_rows(rows: Rows, most: int) -> Sentence:
    return _said(rows, f"ใส่ได้ไม่เกิน {most} รายการ", f"takes at most {most} entries.")
