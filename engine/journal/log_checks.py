"""Whether rows stand in the log that was signed: all of them in order, or each with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.journal.checkpoint import NO_PREVIOUS, Checkpoint
from engine.journal.evidence import Proof
from engine.journal.faults import Fault, FaultFound, FaultKind
from engine.journal.merkle import Frontier, leaf_hash, verify_consistency, verify_inclusion


@dataclass(frozen=True)
class _Statement:
    """What somebody signed about the first ``size`` rows; ``kind`` is the fault if it is untrue."""

    size: int
    root: bytes
    kind: FaultKind


class WholeLog:
    """Builds the tree anew from every row and holds it against each checkpoint and anchor."""

    def __init__(self, anchors: Sequence[Checkpoint]) -> None:
        self._newest: Checkpoint | None = None
        self._frontier = Frontier()
        self._own: list[_Statement] = []
        self._outside = [
            _Statement(anchor.size, anchor.root, FaultKind.ANCHOR_CONTRADICTED)
            for anchor in anchors
        ]
        self._ahead: list[_Statement] = []
        self._agreed = {FaultKind.ROOT_DIFFERS: 0, FaultKind.ANCHOR_CONTRADICTED: 0}

    def add_checkpoint(self, checkpoint: Checkpoint, proof: Proof | None) -> None:
        if proof is not None:
            raise ValueError("a whole log needs no proofs")
        previous = NO_PREVIOUS if self._newest is None else self._newest.hash
        if checkpoint.previous != previous:
            raise FaultFound(Fault(kind=FaultKind.CHECKPOINT_UNLINKED, size=checkpoint.size))
        self._newest = checkpoint
        self._own.append(_Statement(checkpoint.size, checkpoint.root, FaultKind.ROOT_DIFFERS))

    def begin_rows(self) -> None:
        # The next to be reached stands last. A stable sort: at one size the log's own
        # checkpoint comes after the anchor, so it speaks first.
        statements = [*self._outside, *self._own]
        self._ahead = sorted(statements, key=lambda said: said.size, reverse=True)
        self._compare()

    def add_row(self, leaf: int, row_hash: bytes, proof: Proof | None) -> None:
        if proof is not None:
            raise ValueError("a whole log needs no proofs")
        next_leaf = self._frontier.size
        if leaf != next_leaf:
            leaves = (min(leaf, next_leaf), max(leaf, next_leaf) + 1)
            raise FaultFound(Fault(kind=FaultKind.LEAF_OUT_OF_ORDER, leaves=leaves))
        if self._newest is None or leaf >= self._newest.size:
            raise FaultFound(Fault(kind=FaultKind.CHECKPOINT_MISSING, leaves=(leaf, leaf + 1)))
        self._frontier.append(leaf_hash(row_hash))
        self._compare()

    def finish(self) -> None:
        if self._newest is not None and self._newest.size > self._frontier.size:
            raise FaultFound(Fault(kind=FaultKind.ROWS_MISSING, size=self._newest.size))
        if self._ahead:
            raise FaultFound(Fault(kind=FaultKind.ANCHOR_NEWER, size=self._ahead[-1].size))

    def _compare(self) -> None:
        size = self._frontier.size
        while self._ahead and self._ahead[-1].size == size:
            said = self._ahead.pop()
            agreed = self._agreed[said.kind]
            if said.root != self._frontier.root():
                leaves = (agreed, size) if agreed < size else None
                raise FaultFound(Fault(kind=said.kind, leaves=leaves, size=size))
            self._agreed[said.kind] = size


class Excerpt:
    """Follows the audit path of each row to the newest checkpoint.

    It proves of what is shown that it stood in the log; that nothing was left
    out at the end of a stream, only a whole log proves.
    """

    def __init__(self, anchors: Sequence[Checkpoint]) -> None:
        self._anchors = anchors
        self._checkpoints: list[tuple[Checkpoint, Proof]] = []
        self._last_leaf = -1

    def add_checkpoint(self, checkpoint: Checkpoint, proof: Proof | None) -> None:
        self._checkpoints.append((checkpoint, proof or ()))

    def begin_rows(self) -> None:
        roots: dict[int, bytes] = {}
        for checkpoint, proof in self._checkpoints:
            newest, _ = self._checkpoints[-1]
            if checkpoint is not newest and not verify_consistency(
                checkpoint.size, checkpoint.root, newest.size, newest.root, proof
            ):
                raise FaultFound(Fault(kind=FaultKind.CHECKPOINT_NOT_PROVED, size=checkpoint.size))
            roots[checkpoint.size] = checkpoint.root
        for anchor in self._anchors:
            kind = _fault_of_anchor(anchor, roots)
            if kind is not None:
                raise FaultFound(Fault(kind=kind, size=anchor.size))

    def add_row(self, leaf: int, row_hash: bytes, proof: Proof | None) -> None:
        if leaf <= self._last_leaf:
            leaves = (leaf, self._last_leaf + 1)
            raise FaultFound(Fault(kind=FaultKind.LEAF_OUT_OF_ORDER, leaves=leaves))
        self._last_leaf = leaf
        leaves = (leaf, leaf + 1)
        if not self._checkpoints or leaf >= self._checkpoints[-1][0].size:
            raise FaultFound(Fault(kind=FaultKind.CHECKPOINT_MISSING, leaves=leaves))
        newest, _ = self._checkpoints[-1]
        hashed = leaf_hash(row_hash)
        if not verify_inclusion(hashed, leaf, newest.size, proof or (), newest.root):
            raise FaultFound(Fault(kind=FaultKind.LEAF_NOT_PROVED, leaves=leaves))

    def finish(self) -> None:
        """All was checked on the way."""


def _fault_of_anchor(anchor: Checkpoint, roots: dict[int, bytes]) -> FaultKind | None:
    if anchor.size > max(roots, default=0):
        return FaultKind.ANCHOR_NEWER
    if anchor.size not in roots:
        return FaultKind.ANCHOR_NOT_PROVED
    if anchor.root != roots[anchor.size]:
        return FaultKind.ANCHOR_CONTRADICTED
    return None
