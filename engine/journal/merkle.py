"""The Merkle tree of RFC 9162, section 2.1: roots, proofs and their verification.

A *node* is the root of a perfect subtree: ``(level, index)`` covers the leaves
``index * 2**level`` up to ``(index + 1) * 2**level``. Every proof is made of
nodes and of the ragged right edge, which is itself made of nodes.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

#: Answers the root of the perfect subtree ``(level, index)``.
Nodes = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a tree: all that is needed to append, in at most 64 hashes.

    ``peaks`` maps a level to the root of the perfect subtree of that size, one
    for each bit set in ``size``. Appending k leaves costs O(k + log n).
    """

    def __init__(self, size: int = 0, peaks: Mapping[int, bytes] | None = None) -> None:
        """Resume from stored peaks; those of levels that ``size`` does not have are ignored.

        Raises KeyError when one that it has is absent.
        """
        stored = peaks or {}
        self.size = size
        self.peaks = {level: stored[level] for level in _bits(size)}

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash at the right."""
        node, level = leaf, 0
        while level in self.peaks:
            node = node_hash(self.peaks.pop(level), node)
            level += 1
        self.peaks[level] = node
        self.size += 1

    def root(self) -> bytes:
        root = None
        for level in sorted(self.peaks):
            peak = self.peaks[level]
            root = peak if root is None else node_hash(peak, root)
        return EMPTY_ROOT if root is None else root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """Return the perfect subtrees over leaf hashes, all computed now: n hashes, 2n kept."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = zip(below[::2], below[1::2], strict=False)
        levels.append([node_hash(left, right) for left, right in pairs])
    return lambda level, index: levels[level][index]


def inclusion_proof(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """Return the audit path of a leaf in the tree of the first ``size`` leaves (2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("the leaf is not in the tree")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(_range_root(nodes, middle, stop))
            stop = middle
        else:
            path.append(_range_root(nodes, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(nodes: Nodes, first: int, second: int) -> tuple[bytes, ...]:
    """Prove that the tree of ``second`` leaves extends that of ``first`` (2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError("a proof leads from a tree that is not empty to one not smaller")
    path: list[bytes] = []
    start, stop = 0, second
    # Down to the subtree that ends where the first tree ends.
    while stop != first:
        middle = start + _split(stop - start)
        if first <= middle:
            path.append(_range_root(nodes, middle, stop))
            stop = middle
        else:
            path.append(_range_root(nodes, start, middle))
            start = middle
    if start > 0:
        path.append(_range_root(nodes, start, stop))
    return tuple(reversed(path))


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the path leads from the leaf at ``index`` to the root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the second tree is the first with leaves added (2.1.4.2)."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second:
        return False
    # A first tree that is a perfect subtree of the second is its own first step.
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first_node = second_node = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first_node = node_hash(sibling, first_node)
            second_node = node_hash(sibling, second_node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second_node = node_hash(second_node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and first_node == first_root and second_node == second_root


def _range_root(nodes: Nodes, start: int, stop: int) -> bytes:
    """Return the root over leaves[start:stop], where ``start`` begins a subtree that large."""
    size = stop - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + _split(size)
    return node_hash(_range_root(nodes, start, middle), _range_root(nodes, middle, stop))


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _bits(size: int) -> list[int]:
    return [level for level in range(size.bit_length()) if size >> level & 1]
