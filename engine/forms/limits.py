"""Judging a value that could be read against what its field asks."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from engine.errors import Sentence
from engine.forms import messages
from engine.forms.components import AnyField, DateField, FileField, NumberField, TextField
from engine.forms.reading import ReadValue
from engine.office.thai import arabic_digits

_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
_PHONE: Final = re.compile(r"[0-9 ()+,.#/*-]{3,60}")
_EXTENSION: Final = re.compile(r"\b(ext|x|and)\b|ต่อ|และ|ถึง", re.IGNORECASE)
FEWEST_PHONE_DIGITS: Final = 3
CITIZEN_ID_DIGITS: Final = 13


def fault_of(field: AnyField, value: ReadValue, today: date) -> Sentence | None:
    """Give the first thing that is wrong with the value, None if nothing is."""
    if value is None or value is False or value == []:
        return messages.missing(field) if field.required else None
    match field, value:
        case TextField(), str():
            return _text_fault(field, value)
        case NumberField(), int() | Decimal():
            return _number_fault(field, Decimal(value))
        case DateField(), date():
            return _date_fault(field, value, today)
        case FileField(multiple=False), list() if len(value) > 1:
            return messages.one_file_only(field)
        case _:
            return None


def is_citizen_id(text: str) -> bool:
    """Tell whether 13 digits carry the right check digit (weights 13 to 2, modulo 11)."""
    if not re.fullmatch(r"[0-9]{13}", text):
        return False
    weighted = sum(int(digit) * (CITIZEN_ID_DIGITS - at) for at, digit in enumerate(text[:12]))
    return (11 - weighted % 11) % 10 == int(text[12])


def _text_fault(field: TextField, text: str) -> Sentence | None:
    if len(text) > field.max_length:
        return messages.too_long(field, len(text))
    if len(text) < field.min_length:
        return messages.too_short(field)
    plain = arabic_digits(text)
    if not _has_form(field.form, plain):
        return messages.wrong_form(field)
    if field.pattern and not (field.pattern.matches(text) or field.pattern.matches(plain)):
        return messages.wrong_pattern(field)
    return None


def _has_form(form: str | None, text: str) -> bool:
    match form:
        case "email":
            return bool(_EMAIL.fullmatch(text))
        case "phone":
            bare = _EXTENSION.sub(" ", text)
            digits = sum(letter.isdigit() for letter in bare)
            return bool(_PHONE.fullmatch(bare)) and digits >= FEWEST_PHONE_DIGITS
        case "citizen_id":
            return is_citizen_id(text)
        case _:
            return True


def _number_fault(field: NumberField, value: Decimal) -> Sentence | None:
    if value != round(value, field.decimal_digits):
        return messages.too_many_decimals(field)
    if field.minimum is not None and value < field.minimum:
        return messages.too_small(field, value)
    if field.maximum is not None and value > field.maximum:
        return messages.too_large(field, value)
    return None


def _date_fault(field: DateField, on: date, today: date) -> Sentence | None:
    if field.not_future and on > today:
        return messages.in_future(field, today)
    if field.not_past and on < today:
        return messages.in_past(field, today)
    return None
