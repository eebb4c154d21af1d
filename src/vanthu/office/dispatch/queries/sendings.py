"""How documents went: the choices before issuing, the sendings after it, and how often the rules were departed from."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from vanthu.office.dispatch.models import Sending, WayChoice


def choices(document_id: UUID) -> dict[str, WayChoice]:
    """Return the latest choice for each recipient (by code or name) of a document that is not issued yet."""
    rows = WayChoice.objects.filter(document_id=document_id).select_related("chosen_by").order_by("chosen_at", "pk")
    return {row.recipient: row for row in rows}


def sendings(document_id: UUID) -> list[Sending]:
    """Return how an issued document went, recipient by recipient; empty for one issued before this was kept."""
    return list(Sending.objects.filter(document_id=document_id).select_related("decided_by"))


def ways_used(since: datetime, until: datetime) -> dict[tuple[str, bool], int]:
    """Return how many sendings of a period went each way, those by the rule and those against it apart."""
    rows = Sending.objects.filter(decided_at__gte=since, decided_at__lt=until).order_by()
    return dict(Counter(rows.values_list("way", "departs")))
