"""Mail: what the units of work queued, carried away after they have committed."""

from engine.delivery.outbox import (
    CLAIM,
    RETRY_AFTER,
    SUBJECT,
    DueMail,
    Letterhead,
    deliver,
    due_mail,
    next_mail_at,
)
from engine.delivery.post import DeliveryFailed, FolderPost, Post, SmtpPost, post_of

__all__ = [
    "CLAIM",
    "RETRY_AFTER",
    "SUBJECT",
    "DeliveryFailed",
    "DueMail",
    "FolderPost",
    "Letterhead",
    "Post",
    "SmtpPost",
    "deliver",
    "due_mail",
    "next_mail_at",
    "post_of",
]
