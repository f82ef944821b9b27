"""The kinds of events, each a subject and what happened to it. Payloads: docs/events.md."""

from enum import StrEnum


class EventKind(StrEnum):
    # A case.
    CASE_LODGED = "case_lodged"
    CASE_DESCRIBED = "case_described"
    CASE_MERGED = "case_merged"
    CASE_ARCHIVED = "case_archived"
    PARTY_JOINED = "party_joined"
    PARTY_CORRECTED = "party_corrected"
    RESPONDENT_EXCLUDED = "respondent_excluded"
    MEMBER_ADMITTED = "member_admitted"
    ISSUES_STATED = "issues_stated"
    COMMITTEE_APPOINTED = "committee_appointed"
    ATTACHMENT_FILED = "attachment_filed"
    MESSAGE_POSTED = "message_posted"
    # Its instances and work.
    INSTANCE_STARTED = "instance_started"
    INSTANCE_COMPLETED = "instance_completed"
    ENGINE_RAN = "engine_ran"
    WORK_ITEM_OFFERED = "work_item_offered"
    WORK_ITEM_CLAIMED = "work_item_claimed"
    WORK_ITEM_RELEASED = "work_item_released"
    WORK_ITEM_REASSIGNED = "work_item_reassigned"
    WORK_ITEM_REDIRECTED = "work_item_redirected"
    WORK_ITEM_COMPLETED = "work_item_completed"
    WORK_ITEM_CANCELLED = "work_item_cancelled"
    SCAN_FILED = "scan_filed"
    # Its deadlines.
    DEADLINE_STARTED = "deadline_started"
    DEADLINE_MET = "deadline_met"
    DEADLINE_BREACHED = "deadline_breached"
    DEADLINE_ENDED = "deadline_ended"
    DEADLINE_MOVED = "deadline_moved"
    DEADLINE_OUTCOME_CORRECTED = "deadline_outcome_corrected"
    REMINDER_GIVEN = "reminder_given"
    CASE_ESCALATED = "case_escalated"
    # An office.
    OFFICE_OPENED = "office_opened"
    PROFILE_REVISED = "profile_revised"
    MEMBERSHIP_GRANTED = "membership_granted"
    MEMBERSHIP_ENDED = "membership_ended"
    DEFINITION_SUBMITTED = "definition_submitted"
    DEFINITION_WITHDRAWN = "definition_withdrawn"
    DEFINITION_RETURNED = "definition_returned"
    EDITION_PUBLISHED = "edition_published"
    EDITION_READOPTED = "edition_readopted"
    AUDITOR_GRANT_GIVEN = "auditor_grant_given"
    AUDITOR_GRANT_REVOKED = "auditor_grant_revoked"
    # The installation.
    SIGN_IN_REFUSED = "sign_in_refused"
