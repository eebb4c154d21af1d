"""How fast a system sends: counted only for those that have a limit, in the transactions that are written anyway."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from vanthu.axis.intake.models import Rate
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry.queries import KnownSystem
from vanthu.standards.vxp.codes import ErrorCode


class TooFast(AxisError):
    """The system has sent as many packages in this minute as it may."""

    code = "VT-TRUC-QUA-NHANH"
    template = (
        "Hệ thống {system_id} đã gửi đủ {limit} gói tin của phút này; hãy gửi lại sau {retry_after} giây. Cần hơn thì "
        "đề nghị đơn vị vận hành trục nâng giới hạn."
    )
    wire_code = ErrorCode.SYSTEM_ERROR


def require_within(system: KnownSystem, *, at: datetime) -> None:
    """Raises TooFast. Calls that run at the same moment are not counted yet, so a few may pass beyond the limit."""
    limit = system.rate_per_minute
    if limit is None:
        return
    taken = Rate.objects.filter(system=system.id, minute__gte=_minute(at)).values_list("taken", flat=True).first() or 0
    if taken >= limit:
        raise TooFast(system_id=system.system_id, limit=limit, retry_after=60 - int(at.timestamp()) % 60)


def count(system: KnownSystem, *, at: datetime) -> None:
    """Count one package, taken or refused. Call it inside the transaction that writes what became of it."""
    if system.rate_per_minute is None:
        return
    table = connection.ops.quote_name(Rate._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (system_id, minute, taken) VALUES (%s, %s, 1) "
            "ON CONFLICT (system_id) DO UPDATE SET "
            f"taken = CASE WHEN {table}.minute >= excluded.minute THEN {table}.taken + 1 ELSE 1 END, "
            f"minute = CASE WHEN {table}.minute >= excluded.minute THEN {table}.minute ELSE excluded.minute END",
            [Rate._meta.pk.get_db_prep_value(system.id, connection), _minute(at)],
        )


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
