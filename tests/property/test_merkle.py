import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.journal.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    nodes_of,
    root_of,
    verify_consistency,
    verify_inclusion,
)

SIZES = range(1, 34)
LEAVES = [leaf_hash(bytes([number])) for number in range(70)]
sizes = st.integers(1, len(LEAVES))


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


def defined_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162, 2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*defined_path(index, leaves[:split]), defined_root(leaves[split:])]
    return [*defined_path(index - split, leaves[split:]), defined_root(leaves[:split])]


def defined_subproof(first: int, leaves: list[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162, 2.1.4.1, word for word."""
    if first == len(leaves):
        return [] if known else [defined_root(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if first <= split:
        return [
            *defined_subproof(first, leaves[:split], known=known),
            defined_root(leaves[split:]),
        ]
    return [
        *defined_subproof(first - split, leaves[split:], known=False),
        defined_root(leaves[:split]),
    ]


def test_hashes_are_those_of_the_rfc() -> None:
    assert leaf_hash(b"x") == hashlib.sha256(b"\x00x").digest()
    assert node_hash(b"l", b"r") == hashlib.sha256(b"\x01lr").digest()
    assert root_of([]) == EMPTY_ROOT == Frontier().root() == hashlib.sha256(b"").digest()


def test_the_root_of_the_first_eight_leaves_of_certificate_transparency() -> None:
    # The known tree of the Certificate Transparency test suites.
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    data.append("606162636465666768696a6b6c6d6e6f")
    root = root_of([leaf_hash(bytes.fromhex(each)) for each in data])
    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", [*SIZES, 64, 65, 70])
def test_a_tree_that_grew_leaf_by_leaf_has_the_defined_root(size: int) -> None:
    assert root_of(LEAVES[:size]) == defined_root(LEAVES[:size])


@given(st.lists(st.integers(0, len(LEAVES)), max_size=6))
def test_a_tree_resumed_from_its_stored_edge_is_the_same_tree(stops: list[int]) -> None:
    stops = sorted({0, *stops})
    stored: dict[int, bytes] = {}
    for start, stop in pairwise(stops):
        # What is stored may hold levels that an earlier size had; they are not looked at.
        frontier = Frontier(start, stored)
        for leaf in LEAVES[start:stop]:
            frontier.append(leaf)
        stored |= frontier.peaks
    last = stops[-1]
    assert Frontier(last, stored).root() == defined_root(LEAVES[:last])


def test_an_edge_that_lacks_a_peak_is_not_resumed() -> None:
    with pytest.raises(KeyError):
        Frontier(5, {2: LEAVES[0]})


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proved_by_the_defined_path(size: int) -> None:
    root, nodes = root_of(LEAVES[:size]), nodes_of(LEAVES)
    for index in range(size):
        proof = inclusion_proof(nodes, index, size)
        assert list(proof) == defined_path(index, LEAVES[:size])
        assert verify_inclusion(LEAVES[index], index, size, proof, root)


@given(size=sizes, data=st.data())
def test_a_path_proves_one_leaf_at_one_place_of_one_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = root_of(LEAVES[:size])
    proof = inclusion_proof(nodes_of(LEAVES), index, size)
    other = data.draw(st.integers(-1, size + 1).filter(lambda place: place != index))
    assert not verify_inclusion(LEAVES[index], other, size, proof, root)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
    assert not verify_inclusion(LEAVES[index], index, size, [*proof, LEAVES[0]], root)
    assert not verify_inclusion(LEAVES[index], index, size, proof, leaf_hash(b"other"))
    for place in range(len(proof)):
        altered = [*proof[:place], leaf_hash(b"other"), *proof[place + 1 :]]
        assert not verify_inclusion(LEAVES[index], index, size, altered, root)
        assert not verify_inclusion(
            LEAVES[index], index, size, [*proof[:place], *proof[place + 1 :]], root
        )


def test_a_node_does_not_pass_as_a_leaf() -> None:
    root = root_of(LEAVES[:4])
    inner = node_hash(LEAVES[0], LEAVES[1])
    # As a hash the inner node leads to the root, but no data has it as its leaf hash.
    assert verify_inclusion(inner, 0, 2, [node_hash(LEAVES[2], LEAVES[3])], root)
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != inner


@pytest.mark.parametrize("second", SIZES)
def test_every_tree_is_proved_to_extend_the_ones_before_it(second: int) -> None:
    nodes = nodes_of(LEAVES)
    for first in range(1, second + 1):
        proof = consistency_proof(nodes, first, second)
        assert list(proof) == defined_subproof(first, LEAVES[:second], known=True)
        assert verify_consistency(
            first, root_of(LEAVES[:first]), second, root_of(LEAVES[:second]), proof
        )


@given(second=st.integers(2, len(LEAVES)), data=st.data())
def test_a_tree_whose_past_was_changed_extends_nothing(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second - 1))
    altered = list(LEAVES[:second])
    altered[data.draw(st.integers(0, first - 1))] = leaf_hash(b"other")
    old, new = root_of(LEAVES[:first]), root_of(altered)
    for leaves in (LEAVES, altered):
        proof = consistency_proof(nodes_of(leaves), first, second)
        assert not verify_consistency(first, old, second, new, proof)


@given(second=sizes, data=st.data())
def test_a_consistency_proof_with_one_step_changed_proves_nothing(
    second: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, second))
    old, new = root_of(LEAVES[:first]), root_of(LEAVES[:second])
    proof = consistency_proof(nodes_of(LEAVES), first, second)
    assert not verify_consistency(first, old, second, new, [*proof, LEAVES[0]])
    for place in range(len(proof)):
        altered = [*proof[:place], leaf_hash(b"other"), *proof[place + 1 :]]
        assert not verify_consistency(first, old, second, new, altered)
        assert not verify_consistency(
            first, old, second, new, [*proof[:place], *proof[place + 1 :]]
        )


def test_there_is_no_proof_of_what_is_not_there() -> None:
    nodes = nodes_of(LEAVES)
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(ValueError, match="not in the tree"):
            inclusion_proof(nodes, index, size)
    for first, second in ((0, 5), (6, 5)):
        with pytest.raises(ValueError, match="not empty"):
            consistency_proof(nodes, first, second)
    assert not verify_consistency(0, EMPTY_ROOT, 5, root_of(LEAVES[:5]), [])
    assert not verify_consistency(3, root_of(LEAVES[:3]), 5, root_of(LEAVES[:5]), [])


def test_a_proof_is_as_short_as_the_tree_is_high() -> None:
    nodes = nodes_of([leaf_hash(number.to_bytes(4, "big")) for number in range(10_000)])
    assert all(len(inclusion_proof(nodes, index, 10_000)) <= 14 for index in range(0, 10_000, 97))
