"""What is read in an e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Who wrote it: a person, or a machine."""

    LETTER = "letter"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    OWN = "own"

    @property
    def label(self) -> str:
        """The kind in Vietnamese."""
        return {
            "letter": "Thư",
            "bounce": "Thư báo không gửi được",
            "automatic": "Thư trả lời tự động",
            "own": "Thư do chính hệ thống gửi",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something a clerk should know about an e-mail; `sentence` is Vietnamese."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class File:
    """An attachment."""

    name: str
    media_type: str
    """As the bytes say for PDF, else as the sender says."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail; texts are "" and `sent_at` None where the sender wrote nothing that can be read."""

    message_id: str
    sender_name: str
    sender_address: str
    reply_to: str
    subject: str
    sent_at: datetime | None
    text: str
    files: tuple[File, ...]
    kind: Kind
    replies_wanted: bool
    """False for lists, bulk and machines: answering those makes loops (RFC 3834)."""
    bounced_ids: tuple[str, ...]
    """Of a bounce: the Message-ID of what could not be delivered."""
    noticed: tuple[Noticed, ...]
