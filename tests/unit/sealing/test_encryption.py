import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Tampered
from engine.sealing.blind_index import blind_index
from engine.sealing.commitments import commit, matches
from engine.sealing.encryption import OVERHEAD_BYTES, associated_data, decrypt, encrypt
from engine.sealing.keys import DataKey, LookupKey

KEY = DataKey(bytes(range(32)))
PLACE = ("office-a", "case-1", "party-1", "name")
places = st.lists(st.text(max_size=4), max_size=4).map(tuple)


@given(plaintext=st.binary(max_size=200), place=places)
def test_what_was_sealed_opens_in_its_place(plaintext: bytes, place: tuple[str, ...]) -> None:
    ciphertext = encrypt(KEY, plaintext, *place)
    assert len(ciphertext) == len(plaintext) + OVERHEAD_BYTES
    assert decrypt(KEY, ciphertext, *place) == plaintext


@given(sealed_for=places, opened_at=places)
def test_what_was_sealed_for_one_place_opens_in_no_other(
    sealed_for: tuple[str, ...], opened_at: tuple[str, ...]
) -> None:
    ciphertext = encrypt(KEY, b"x", *sealed_for)
    if sealed_for == opened_at:
        assert decrypt(KEY, ciphertext, *opened_at) == b"x"
    else:
        with pytest.raises(Tampered):
            decrypt(KEY, ciphertext, *opened_at)


@given(one=places, other=places)
def test_two_places_never_have_the_same_bytes(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (associated_data(*one) == associated_data(*other)) == (one == other)


def test_any_altered_bit_is_refused() -> None:
    ciphertext = encrypt(KEY, "นายสมมติ".encode(), *PLACE)
    for place in range(len(ciphertext)):
        for bit in range(8):
            altered = bytearray(ciphertext)
            altered[place] ^= 1 << bit
            with pytest.raises(Tampered):
                decrypt(KEY, bytes(altered), *PLACE)


def test_any_cut_or_lengthened_text_is_refused() -> None:
    ciphertext = encrypt(KEY, b"twelve bytes", *PLACE)
    for size in range(len(ciphertext)):
        with pytest.raises(Tampered):
            decrypt(KEY, ciphertext[:size], *PLACE)
    with pytest.raises(Tampered):
        decrypt(KEY, ciphertext + b"\x00", *PLACE)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Tampered):
        decrypt(DataKey.generate(), encrypt(KEY, b"x", *PLACE), *PLACE)


def test_the_same_text_never_looks_the_same() -> None:
    assert len({encrypt(KEY, b"same", *PLACE) for _ in range(100)}) == 100


@given(content=st.binary(max_size=64), other=st.binary(max_size=64))
def test_a_commitment_matches_its_content_and_no_other(content: bytes, other: bytes) -> None:
    commitment = commit(content)
    assert matches(content, commitment.salt, commitment.digest)
    assert matches(other, commitment.salt, commitment.digest) == (content == other)


def test_a_commitment_does_not_tell_equal_contents() -> None:
    assert len({commit(b"yes").digest for _ in range(100)}) == 100


def test_bytes_do_not_move_between_salt_and_content() -> None:
    commitment = commit(b"content")
    assert not matches(b"ontent", commitment.salt + b"c", commitment.digest)
    assert not matches(commitment.salt[-1:] + b"content", commitment.salt[:-1], commitment.digest)


def test_a_commitment_does_not_show_its_salt() -> None:
    commitment = commit(b"content")
    assert repr(commitment.salt) not in repr(commitment)


@given(one=places, other=places)
def test_a_blind_index_is_equal_for_equal_texts_only(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    key = LookupKey(bytes(32))
    assert (blind_index(key, *one) == blind_index(key, *other)) == (one == other)


def test_a_blind_index_tells_nothing_across_keys() -> None:
    one, other = LookupKey.generate(), LookupKey.generate()
    assert blind_index(one, "สมมติ") != blind_index(other, "สมมติ")
