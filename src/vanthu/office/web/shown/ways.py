"""Ways of sending in words: the rules, and how documents of a month went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from vanthu.office.dispatch import operations, queries
from vanthu.office.dispatch.states import Way
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.web.shown.administration import type_names


def page(since: datetime, until: datetime, *, at: datetime) -> dict[str, Any]:
    """Return the rules in force, the agency's own first, and the ways of a period."""
    operations.ensure_lawful(at=at)
    rows = sorted(queries.rows(at), key=lambda row: bool(row.law))
    used = queries.ways_used(since, until)
    total = sum(used.values())
    return {
        "rules": [_rule(row, at) for row in rows],
        "used": [
            {"label": _(way.label), "by_rule": used.get((way, False), 0), "departing": used.get((way, True), 0)}
            for way in Way
        ],
        "total": total,
        "departing": sum(count for (_way, departs), count in used.items() if departs),
        "copies": queries.paper_copies(since, until),
        "issued": outgoing.issued_in_time(since, until),
        "month": since.date(),
        "before": (since - timedelta(days=1)).date(),
        "after": until.date() if until <= at else None,
    }


def _rule(row: Any, at: datetime) -> dict[str, Any]:
    return {
        "row": row,
        "way": _(Way(row.way).label),
        "whom": "; ".join(row.recipients) or _(row.get_group_display()),
        "types": type_names(row.types, at) or _("Mọi loại văn bản"),
        "fixed": row.law in queries.FIXED,
    }
