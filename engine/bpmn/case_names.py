"""``case.*``: what a diagram or form may read of the case itself, and nothing else.

All of it stands in clear columns of the register; nothing here names a person or holds what
somebody told. Whoever fills a run's names gives every one of these, null where it is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class CaseKind(StrEnum):
    """What a value of the case is."""

    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True)
class CaseName:
    """``values``: the only values a text can have, None where the office's lists decide.

    ``item_fields``: what an item of a list holds.
    """

    kind: CaseKind
    values: frozenset[str] | None = None
    item_fields: Mapping[str, CaseKind] = field(default_factory=lambda: MappingProxyType({}))


_PARTY: Final = MappingProxyType({"id": CaseKind.TEXT, "contactable": CaseKind.BOOLEAN})

CASE_NAMES: Final[Mapping[str, CaseName]] = MappingProxyType(
    {
        "id": CaseName(CaseKind.TEXT),
        "number": CaseName(CaseKind.TEXT),
        "kind": CaseName(
            CaseKind.TEXT, frozenset({"complaint", "tip_off", "opinion", "office_business"})
        ),
        "channel": CaseName(CaseKind.TEXT),
        "category": CaseName(CaseKind.TEXT),
        "secrecy": CaseName(CaseKind.TEXT),
        "result": CaseName(CaseKind.TEXT),
        "behaviour": CaseName(CaseKind.TEXT),
        "received_on": CaseName(CaseKind.DATE),
        "closed_on": CaseName(CaseKind.DATE),
        "is_anonymous": CaseName(CaseKind.BOOLEAN),
        "contactable": CaseName(CaseKind.BOOLEAN),
        "notice_parties": CaseName(CaseKind.LIST, item_fields=_PARTY),
        "result_parties": CaseName(CaseKind.LIST, item_fields=_PARTY),
    }
)
"""``notice_parties`` are complainants and source agencies, ``result_parties`` respondents too."""
