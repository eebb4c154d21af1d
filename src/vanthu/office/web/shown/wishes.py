"""What the issuer of a văn bản đến changed, or wants to change, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vanthu.office.documents.states import Urgency


def in_words(changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each changed item with its name and its new value."""
    labels = {
        "due_on": _("Hạn trả lời"),
        "page_amount": _("Số trang"),
        "subject": _("Trích yếu"),
        "urgency": _("Mức độ khẩn"),
        "signer_name": _("Người ký"),
        "signer_position": _("Chức vụ người ký"),
    }
    return [(labels[name], _said(name, value)) for name, value in changes.items()]


def _said(name: str, value: Any) -> str:
    if name == "due_on":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return _(Urgency(value).label) if name == "urgency" else str(value)
