import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from engine.sealing.keys import KeyUse, LookupKey, MasterKey
from engine.sealing.passwords import hash_password, needs_rehash, verify_password
from engine.sealing.receipts import ReceiptCode

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
codes = st.integers(0, 10**16 - 1).map(lambda number: f"{number:016d}")


def test_a_password_is_verified_and_a_wrong_one_is_not() -> None:
    stored = hash_password("รหัสผ่าน ที่ยาวพอ")
    assert "รหัส" not in stored
    assert verify_password(stored, "รหัสผ่าน ที่ยาวพอ")
    assert not verify_password(stored, "รหัสผ่าน ที่ยาวพ")


def test_a_password_typed_with_the_other_sara_am_is_the_same() -> None:
    assert verify_password(hash_password("น\u0e33"), "น\u0e4d\u0e32")


def test_an_account_that_does_not_exist_has_no_password() -> None:
    assert not verify_password(None, "no account has this hash")
    assert not verify_password(None, "")


@pytest.mark.parametrize("stored", ["not a hash", "$argon2id$v=19$m=8,t=1,p=1$AAAA"])
def test_a_hash_that_is_none_lets_nobody_in(stored: str) -> None:
    assert not verify_password(stored, "x")


def test_letters_that_are_no_unicode_are_a_wrong_password() -> None:
    assert not verify_password(hash_password("x"), "\ud800")


def test_an_old_hash_asks_to_be_made_anew() -> None:
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=64).hash("x"))
    assert not needs_rehash(hash_password("x"))


@given(codes)
def test_a_code_is_read_as_it_is_shown(digits: str) -> None:
    code = ReceiptCode(digits)
    assert [len(group) for group in code.shown.split(" ")] == [4, 4, 4, 4]
    assert ReceiptCode.parse(code.shown) == code


@given(codes, st.sampled_from([" ", "-", "", "  ", " - ", "\u00a0", "–"]))
def test_a_code_is_read_in_thai_digits_with_any_separator(digits: str, separator: str) -> None:
    groups = [digits[start : start + 4] for start in range(0, 16, 4)]
    typed = f"  {separator.join(groups)}\n"
    assert ReceiptCode.parse(typed.translate(THAI_DIGITS)) == ReceiptCode(digits)


@pytest.mark.parametrize(
    "typed", ["", "1234", "1" * 15, "1" * 17, "1" * 15 + "l", "1" * 15 + "½", "1" * 15 + "²"]
)
def test_what_is_no_code_is_not_read_as_one(typed: str) -> None:
    assert ReceiptCode.parse(typed) is None


def test_codes_are_random_and_keep_their_leading_zeros() -> None:
    codes = {ReceiptCode.generate().digits for _ in range(1000)}
    assert len(codes) == 1000
    assert any(code.startswith("0") for code in codes)


def test_a_code_does_not_show_itself() -> None:
    code = ReceiptCode("1234567890123456")
    assert "1234" not in repr(code)


def test_a_lookup_finds_its_receipt_and_no_other() -> None:
    key = MasterKey.generate().derive(KeyUse.RECEIPT_LOOKUP)
    code = ReceiptCode.generate()
    stored = code.lookup(key)
    assert ReceiptCode.parse(code.shown.translate(THAI_DIGITS)).lookup(key) == stored
    assert ReceiptCode.generate().lookup(key) != stored
    assert code.lookup(LookupKey.generate()) != stored


def test_a_lookup_stays_what_it_was_in_every_release() -> None:
    assert (
        ReceiptCode("0123456789012345").lookup(LookupKey(bytes(range(32))))
        == "e5015405badde4b92a5ae2d0e2d799e901726b1fccb28423b162b3300e271a7d"
    )
