"""What `vanthu office status` tells."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

LITTLE_SPACE = 1 << 30
"""Bytes; below it the operator is told before the disk is full."""


def report(*, verify: bool) -> dict[str, Any]:
    """Return the state of the installation; `problems` are sentences for the operator."""
    from django.conf import settings
    from django.db import connection

    from vanthu.office.organizations import queries as organizations
    from vanthu.office.signatures import queries as signatures

    agencies = organizations.agencies()
    free = _free(settings.OFFICE.data_dir)
    chains = {agency.code: _chain(agency) for agency in agencies} if verify else {}
    return {
        "database": connection.vendor,
        "agencies": len(agencies),
        "people": sum(_people(agency) for agency in agencies),
        "waiting_for_timestamp": signatures.waiting_for_timestamp(),
        "free_bytes": free,
        "facts_broken_at": chains,
        "problems": [*_space(free), *_broken(chains)],
    }


def sentences(found: dict[str, Any]) -> list[str]:
    """Return the report as lines for a person."""
    lines = [
        f"Cơ sở dữ liệu: {found['database']}, đã nâng cấp đủ",
        f"Cơ quan: {found['agencies']}; cán bộ đang làm việc: {found['people']}",
        f"Chữ ký chờ dấu thời gian: {found['waiting_for_timestamp']}",
        f"Kho tệp còn trống: {found['free_bytes'] / (1 << 30):.1f} GB",
    ]
    if found["facts_broken_at"] and not any(found["facts_broken_at"].values()):
        lines.append("Nhật ký của mọi cơ quan: toàn vẹn")
    return [*lines, *found["problems"]]


def _people(agency: Any) -> int:
    from vanthu.office.kernel.scope import agency_in_force
    from vanthu.office.organizations import queries

    with agency_in_force(agency.pk):
        return len(queries.people())


def _chain(agency: Any) -> int | None:
    from vanthu.office.audit import queries

    return queries.verify_chain(agency.pk)


def _free(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def _space(free: int) -> list[str]:
    return ["Ổ đĩa sắp đầy: hãy giải phóng hoặc mở rộng dung lượng cho «data_dir»."] if free < LITTLE_SPACE else []


def _broken(chains: dict[str, int | None]) -> list[str]:
    return [
        f"Nhật ký của cơ quan {code} bị sửa hoặc mất từ sự kiện số {ordinal}. Hãy đối chiếu với bản sao lưu."
        for code, ordinal in chains.items()
        if ordinal is not None
    ]
