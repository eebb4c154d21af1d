"""What every verb of the registry ends with: the fact, and the version that tells readers to look again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from vanthu.axis.evidence.operations import append
from vanthu.axis.kernel.rows import insert_new
from vanthu.axis.registry.models import Version


def record(kind: str, subject: str, data: Mapping[str, Any], *, by: str, at: datetime) -> None:
    """Call it inside the transaction of the change, as its last step."""
    insert_new([Version(pk=1, number=0)])
    Version.objects.filter(pk=1).update(number=F("number") + 1)
    append(kind, subject, data, by=by, at=at)
