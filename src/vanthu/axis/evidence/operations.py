"""The one verb of evidence: append."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from vanthu.axis.evidence.models import START, Fact, Head


def append(kind: str, subject: str, data: Mapping[str, Any], *, by: str, at: datetime) -> int:
    """Append a fact to the chain and return its number.

    Must be called inside the transaction of what it tells about, as its last step: the chain's head stays locked
    until that transaction ends.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a fact is appended in the transaction of what it tells about")
    head = Head.objects.select_for_update().get_or_create(pk=1, defaults={"number": 0, "digest": START})[0]
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fact = Fact(number=head.number + 1, kind=kind, subject=subject, data=text, by=by, at=at.isoformat())
    fact.digest = fact.digest_after(head.digest)
    fact.save(force_insert=True)
    Head.objects.filter(pk=1).update(number=fact.number, digest=fact.digest)
    return fact.number
