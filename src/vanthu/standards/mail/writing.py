"""E-mails of an office: Vietnamese in every header, files with their names, one identity for one row."""

from __future__ import annotations

import email.contentmanager
import email.policy
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

SUBJECT_LENGTH = 500


def write(
    *,
    key: str,
    sender: tuple[str, str],
    to: tuple[str, str],
    subject: str,
    text: str,
    at: datetime,
    headers: Mapping[str, str] | None = None,
    files: Iterable[tuple[bytes, str, str]] = (),
) -> EmailMessage:
    """Return a message from and to (name, address), with files as (bytes, name, media type).

    `key` becomes the Message-ID: the same key is the same message, so that a repetition is known as one. Line breaks in
    headers become spaces.
    """
    # The newer policies of the library lose spaces between the pieces of a long subject (CPython before 3.12).
    message = EmailMessage(policy=email.policy.compat32)
    message["From"] = _address(sender)
    message["To"] = _address(to)
    message["Subject"] = Header(_line(subject)[:SUBJECT_LENGTH], "utf-8")
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{key}@{sender[1].rpartition('@')[2]}>"
    for name, value in (headers or {}).items():
        message[name] = _line(value)
    message.set_content(text, content_manager=email.contentmanager.raw_data_manager)
    for content, name, media_type in files:
        kind, _, detail = (media_type or "application/octet-stream").partition("/")
        message.add_attachment(
            content,
            maintype=kind,
            subtype=detail or "octet-stream",
            filename=_line(name),
            content_manager=email.contentmanager.raw_data_manager,
        )
    return message


def _address(of: tuple[str, str]) -> str:
    return formataddr((_line(of[0]), of[1]))


def _line(text: str) -> str:
    return " ".join(text.split())
