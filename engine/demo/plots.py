"""How the cases of the demonstration go: each plot one way, and where it stands today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reporter(StrEnum):
    """Who complains, as far as telling them of the case goes."""

    NAMED = "named"
    SEVERAL = "several"
    ANONYMOUS = "anonymous"
    CODE_ONLY = "code_only"
    AGENCY = "agency"


@dataclass(frozen=True)
class Pin:
    """Do ``step`` on the day that makes ``deadline`` fall ``days`` from today (minus: days ago).

    ``step`` is ``received`` for a deadline that counts from the receipt.
    """

    step: str
    deadline: str
    days: int


@dataclass(frozen=True)
class Plot:
    """One way through the process.

    Steps are named ``sort`` for the main process, ``unit_action.report`` for a called one.
    ``received`` is how many days before today, from and to. Nobody does the step
    ``halts_at`` in round ``halts_in``; it is claimed if ``is_claimed``. ``slow`` adds
    working days to a step; ``decided`` and ``sorted_as`` are the answers round by round.
    ``taken_in_by`` is which officer takes it in, where not any; who halts gives the step to
    the first officer if ``is_delegated``, and has the number voided if ``is_voided``.
    ``is_held``: an outside body needs the record once it is filed.
    """

    name: str
    count: int
    received: tuple[int, int]
    halts_at: str | None = None
    halts_in: int = 1
    is_claimed: bool = True
    pin: Pin | None = None
    reporter: Reporter = Reporter.NAMED
    source: str | None = None
    source_due: int | None = None
    respondent: str = "other"
    category: str | None = None
    sorted_as: tuple[str, ...] = ("accept",)
    order: str = "units"
    units: int = 1
    laggards: int = 0
    letters_returned: int = 0
    reviews: tuple[str, ...] = ("complete",)
    hears: bool = False
    decided: tuple[str, ...] = ("concluded",)
    next: str = "inside"
    not_reached: bool = False
    on_paper: bool = False
    duplicate: bool = False
    is_reassigned: bool = False
    taken_in_by: int | None = None
    is_delegated: bool = False
    is_voided: bool = False
    is_held: bool = False
    slow: Mapping[str, int] = field(default_factory=dict)


_LAST_YEAR = (425, 330)
_THIS_YEAR = (300, 120)
_LATELY = (115, 80)
_REPORT, _REVIEW = "unit_action.report", "unit_action.review"
_FIRST_SENT, _RESULT_SENT = "first_notice.dispatch", "result_notice.dispatch"

FINISHED: tuple[Plot, ...] = (
    Plot("filed", 10, _LAST_YEAR),
    Plot("filed", 13, _THIS_YEAR),
    Plot("filed_and_held", 1, _THIS_YEAR, taken_in_by=0, is_held=True),
    Plot("filed", 4, _LATELY),
    Plot("filed_two_units", 4, _LAST_YEAR, units=2, reviews=("incomplete", "complete")),
    Plot("filed_two_units", 6, _THIS_YEAR, units=2, reporter=Reporter.SEVERAL),
    Plot("filed_after_hearing", 5, _THIS_YEAR, reviews=("hear", "complete")),
    Plot("filed_by_committee", 3, _LAST_YEAR, order="committee", hears=True),
    Plot("filed_by_committee", 4, _THIS_YEAR, order="committee", on_paper=True),
    Plot("filed_after_rounds", 3, (330, 250), decided=("continue", "concluded")),
    Plot("filed_after_rounds", 2, (360, 300), decided=("continue", "continue", "concluded")),
    Plot("filed_late", 4, _LAST_YEAR, slow={_REPORT: 9, "propose_result": 12}),
    Plot("filed_late", 5, _THIS_YEAR, slow={_FIRST_SENT: 10, "decide": 14}),
    Plot("filed_anonymous", 6, _THIS_YEAR, reporter=Reporter.ANONYMOUS),
    Plot("filed_from_agency", 4, _THIS_YEAR, reporter=Reporter.AGENCY, source="damrongdhama"),
    Plot("filed_sent_back", 4, _THIS_YEAR, letters_returned=1, decided=("returned", "concluded")),
    Plot(
        "not_accepted",
        4,
        _THIS_YEAR,
        reporter=Reporter.ANONYMOUS,
        sorted_as=("more_info", "not_accepted"),
        order="not_accepted",
    ),
    Plot("referred_out", 5, _THIS_YEAR, sorted_as=("out_of_power",), order="refer_out"),
    Plot("referred_out", 1, _LAST_YEAR, decided=("continue",), next="outside_body"),
    Plot("merged", 4, _THIS_YEAR, sorted_as=("duplicate",), duplicate=True),
    Plot("filed_service", 9, _THIS_YEAR, category="service", respondent="unknown"),
    Plot("filed_not_reached", 2, _THIS_YEAR, not_reached=True),
)

IN_HAND: tuple[Plot, ...] = (
    Plot(
        "service_asked",
        3,
        (0, 0),
        halts_at=_REPORT,
        category="service",
        respondent="unknown",
        pin=Pin("sign_letter", "unit_report", 3),
    ),
    Plot(
        "service_reported",
        3,
        (36, 30),
        halts_at="propose_result",
        category="service",
        respondent="unknown",
    ),
    Plot("just_lodged", 1, (4, 1), halts_at="register", taken_in_by=0),
    Plot("just_lodged", 3, (4, 1), halts_at="register"),
    Plot(
        "taken_down_twice",
        1,
        (11, 9),
        halts_at="sort",
        is_claimed=False,
        duplicate=True,
        is_voided=True,
    ),
    Plot("waits_at_sort", 4, (6, 4), halts_at="sort", is_claimed=False),
    Plot("given_to_colleague", 1, (9, 7), halts_at="sort", taken_in_by=1, is_delegated=True),
    Plot("sort_due_next", 2, (0, 0), halts_at="sort", pin=Pin("register", "sorting", 1)),
    Plot("more_info_asked", 3, (13, 9), halts_at="request_info", sorted_as=("more_info", "accept")),
    Plot("letter_in_draft", 3, (12, 9), halts_at="draft_letter"),
    Plot("letter_at_head", 4, (18, 14), halts_at="sign_letter", is_claimed=False),
    Plot("letter_returned", 2, (24, 19), halts_at="draft_letter", halts_in=2, letters_returned=1),
    Plot("one_unit_asked", 4, (0, 0), halts_at=_REPORT, pin=Pin("sign_letter", "unit_report", 4)),
    Plot(
        "several_units_asked",
        3,
        (0, 0),
        halts_at=_REPORT,
        units=3,
        laggards=2,
        pin=Pin("sign_letter", "unit_report", 2),
    ),
    Plot(
        "four_units_asked",
        1,
        (0, 0),
        halts_at=_REPORT,
        units=4,
        laggards=4,
        is_claimed=False,
        pin=Pin("sign_letter", "unit_report", 6),
    ),
    Plot("unit_late", 2, (0, 0), halts_at=_REPORT, pin=Pin("sign_letter", "unit_report", -3)),
    Plot(
        "unit_late",
        2,
        (0, 0),
        halts_at=_REPORT,
        units=2,
        laggards=1,
        is_reassigned=True,
        pin=Pin("sign_letter", "unit_report", -12),
    ),
    Plot("unit_late", 1, (0, 0), halts_at=_REPORT, pin=Pin("sign_letter", "unit_report", -20)),
    Plot("report_in_review", 3, (38, 33), halts_at=_REVIEW),
    Plot("report_incomplete", 2, (46, 42), halts_at=_REPORT, halts_in=2, reviews=("incomplete",)),
    Plot("respondent_heard", 2, (46, 40), halts_at="unit_action.hear", reviews=("hear",)),
    Plot(
        "committee_drafted",
        2,
        (24, 20),
        halts_at="committee_inquiry.draft_order",
        order="committee",
    ),
    Plot(
        "committee_at_head",
        1,
        (28, 24),
        halts_at="committee_inquiry.sign_order",
        order="committee",
        is_claimed=False,
    ),
    Plot("committee_sits", 3, (44, 38), halts_at="committee_inquiry.inquire", order="committee"),
    Plot(
        "committee_late",
        1,
        (0, 0),
        halts_at="committee_inquiry.report",
        order="committee",
        pin=Pin("committee_inquiry.sign_order", "committee_report", -5),
    ),
    Plot("result_proposed", 3, (52, 46), halts_at="propose_result", units=2),
    Plot("result_at_head", 3, (60, 52), halts_at="decide", is_claimed=False),
    Plot(
        "goes_round",
        3,
        (100, 85),
        halts_at="propose_result",
        halts_in=2,
        decided=("continue", "concluded"),
    ),
    Plot(
        "goes_round",
        2,
        (165, 150),
        halts_at="draft_letter",
        halts_in=4,
        decided=("continue", "continue", "continue"),
    ),
    Plot(
        "goes_round",
        1,
        (225, 210),
        halts_at="propose_result",
        halts_in=4,
        decided=("continue", "continue", "continue", "concluded"),
    ),
    Plot("result_being_sent", 3, (70, 62), halts_at=_RESULT_SENT, reporter=Reporter.SEVERAL),
    Plot("being_recorded", 3, (82, 76), halts_at="record"),
    Plot("being_filed", 2, (95, 88), halts_at="archive"),
    Plot("merging", 1, (11, 9), halts_at="merge_case", sorted_as=("duplicate",), duplicate=True),
    Plot("merged", 2, (30, 24), sorted_as=("duplicate",), duplicate=True),
    Plot(
        "waits_for_outside",
        2,
        (60, 50),
        halts_at="record",
        sorted_as=("out_of_power",),
        order="refer_out",
    ),
    Plot("head_complained_of", 1, (17, 14), halts_at="sign_letter", respondent="head"),
    Plot("head_complained_of", 1, (50, 46), halts_at="decide", respondent="head"),
    Plot(
        "officer_complained_of", 1, (16, 14), halts_at="draft_letter", respondent="intake_officer"
    ),
    Plot(
        "from_agency",
        1,
        (25, 20),
        halts_at=_REPORT,
        reporter=Reporter.AGENCY,
        source="pacc",
        source_due=30,
        taken_in_by=0,
    ),
    Plot(
        "from_agency",
        1,
        (25, 20),
        halts_at=_REPORT,
        reporter=Reporter.AGENCY,
        source="pacc",
        source_due=30,
    ),
    Plot(
        "from_agency",
        1,
        (58, 50),
        halts_at="propose_result",
        reporter=Reporter.AGENCY,
        source="damrongdhama",
        source_due=60,
    ),
    Plot(
        "anonymous_with_code",
        1,
        (14, 11),
        halts_at="draft_letter",
        reporter=Reporter.CODE_ONLY,
        taken_in_by=0,
    ),
    Plot("anonymous_with_code", 1, (14, 11), halts_at="draft_letter", reporter=Reporter.CODE_ONLY),
    Plot("anonymous_with_code", 2, (40, 34), halts_at=_REVIEW, reporter=Reporter.ANONYMOUS),
    Plot("notice_at_head", 2, (12, 9), halts_at="first_notice.sign", is_claimed=False),
    Plot("notice_due", 2, (0, 0), halts_at=_FIRST_SENT, pin=Pin("received", "first_notice", 0)),
    Plot("notice_due", 2, (0, 0), halts_at=_FIRST_SENT, pin=Pin("received", "first_notice", 1)),
    Plot(
        "notice_due",
        1,
        (0, 0),
        halts_at="first_notice.draft",
        pin=Pin("received", "first_notice", -1),
    ),
    Plot("result_due", 2, (0, 0), halts_at="propose_result", pin=Pin("received", "conclude", 0)),
    Plot("result_due", 2, (0, 0), halts_at="propose_result", pin=Pin("received", "conclude", 1)),
    Plot("result_late", 1, (0, 0), halts_at="propose_result", pin=Pin("received", "conclude", -7)),
    Plot("result_late", 1, (0, 0), halts_at="propose_result", pin=Pin("received", "conclude", -15)),
)

PLOTS = FINISHED + IN_HAND
