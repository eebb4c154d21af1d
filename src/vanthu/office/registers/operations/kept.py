"""Finding the issued document a clerk names by its số and ký hiệu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction
from vanthu.office.kernel.scope import current_agency
from vanthu.office.kernel.words import tidy
from vanthu.office.organizations import queries as organizations
from vanthu.office.registers.operations.errors import NotKept

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document


def kept_document(code_text: str) -> Document:
    """Return the latest issued văn bản đi with this số and ký hiệu; raises NotKept.

    SQLite knows no capital Đ for đ, so the notation is looked for in capitals, as it is printed.
    """
    number, slash, notation = tidy(code_text).partition("/")
    issuer = organizations.agency(current_agency()).code
    found = documents.latest_by_code(number, notation.upper(), issuer, direction=Direction.OUTGOING) if slash else None
    if found is None or found.frozen_at is None:
        raise NotKept(code_text=tidy(code_text) or "(trống)")
    return found
