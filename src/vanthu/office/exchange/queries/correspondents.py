"""Organisations of the axis' registry, found by any code they have or had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vanthu.office.exchange.models import Correspondent
from vanthu.office.kernel.words import folded
from vanthu.office.organizations import queries as organizations

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Agency


def correspondents(text: str = "", limit: int = 20) -> list[Correspondent]:
    """Return organisations that can receive, whose code or name contains every word of `text`, marks or not."""
    found = Correspondent.objects.filter(receives=True, deleted=False)
    for word in folded(text).split():
        found = found.filter(search_text__contains=word)
    return list(found.order_by("name", "code")[:limit])


def correspondent(code: str) -> Correspondent | None:
    """Return the organisation with this code, or else the one that had it before."""
    code = code.strip()
    if not code:
        return None
    return (
        Correspondent.objects.filter(code=code).first()
        or Correspondent.objects.filter(old_code=code).order_by("deleted").first()
    )


def emails(codes: Iterable[str]) -> dict[str, str]:
    """Return the e-mail address of each of these organisations, as the registry of the axis has it."""
    rows = Correspondent.objects.filter(code__in=list(codes)).exclude(email="")
    return dict(rows.values_list("code", "email"))


def codes_of(code: str) -> frozenset[str]:
    """Return every code of the organisation known by `code`, that one included."""
    row = correspondent(code)
    own = {row.code, row.old_code} if row else set()
    return frozenset(item for item in {code.strip(), *own} if item)


def agency_of(code: str) -> Agency | None:
    """Return the agency of this installation that a delivery to `code` is meant for, by new or old code."""
    for known in sorted(codes_of(code), key=lambda item: item != code.strip()):
        agency = organizations.agency_by_code(known)
        if agency is not None:
            return agency
    return None
