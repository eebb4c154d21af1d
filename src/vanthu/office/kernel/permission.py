"""The answer to "may this person do this verb to this thing?"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from vanthu.runtime.errors import VanThuError


class NotAllowed(VanThuError):
    """The person may not do this; the sentence says why."""

    code = "VT-KHONG-QUYEN"
    template = "Không thực hiện được «{verb}»: {why}."
    http_status = 403


class NotFound(VanThuError):
    """There is no such thing, or this person may not see it; which of the two is not told."""

    code = "VT-KHONG-THAY"
    template = "Không tìm thấy {what} này, hoặc ông/bà không được phân quyền xem."
    http_status = 404


@dataclass(frozen=True)
class Permission:
    """Allowed, or not and why; `why` is a Vietnamese clause, empty when allowed."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self, verb: str) -> None:
        """Raise NotAllowed for the verb (its Vietnamese name) unless allowed."""
        if not self.allowed:
            raise NotAllowed(verb=verb, why=self.why)


ALLOWED = Permission(True)


class Verb(NamedTuple):
    """A verb of the page: its name, its Vietnamese word, and whether this person may."""

    name: str
    label: str
    permission: Permission


def refused(why: str) -> Permission:
    """Return a refusal with its reason, a Vietnamese clause without a full stop."""
    return Permission(False, why)
