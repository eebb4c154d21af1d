"""`vanthu axis parent …`: how it stands between this axis and the one above it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from vanthu.cli.axis.ground import django_ready, signed, stop

app = typer.Typer(no_args_is_help=True, help="Quan hệ với trục cấp trên.")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Cho biết trục cấp trên có trả lời không, gói tin nào còn chờ, gói nào và cơ quan nào bị từ chối."""
    with django_ready():
        from vanthu.axis.federation.queries import overview

        found = overview()
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, default=str))
        return
    for line in _sentences(found):
        typer.echo(line)


@app.command()
def sync(
    whole: Annotated[bool, typer.Option("--whole", help="Đọc lại toàn bộ danh mục, không chỉ phần thay đổi.")] = False,
) -> None:
    """Đồng bộ danh mục với trục cấp trên ngay bây giờ, cả hai chiều."""
    from vanthu.standards.vxp import VxpError

    with django_ready():
        from vanthu.axis.federation import operations
        from vanthu.axis.federation.parent import connect
        from vanthu.runtime import clock

        at = clock.now()
        parent = connect(at=at)
        try:
            told, read = operations.push(parent, at=at), operations.mirror(parent, whole=whole, at=at)
        except VxpError as error:
            stop(error.sentence)
    typer.echo(f"Đã báo lên {told} cơ quan, cập nhật {read} cơ quan từ trục cấp trên.")


@app.command()
def retry(
    number: Annotated[UUID, typer.Argument(help="Số hiệu chuyển tiếp, xem bằng parent status.")],
    dismiss: Annotated[
        bool, typer.Option("--dismiss", help="Không gửi nữa; nơi nhận giữ trạng thái thất bại.")
    ] = False,
) -> None:
    """Gửi lại lên trục cấp trên một gói tin đã bị từ chối, sau khi đã khắc phục lý do."""
    with django_ready():
        from vanthu.axis.federation import operations

        (operations.dismiss if dismiss else operations.retry)(number, **signed())
    typer.echo("Đã bỏ, không gửi nữa." if dismiss else "Sẽ gửi lại ngay.")


def _sentences(found: Any) -> list[str]:
    reached = f"trả lời gần nhất {_told(found.reached_at)}" if found.reached_at else "chưa lần nào trả lời"
    trouble = f"; {found.failures} lần gọi không được: {found.sentence}" if found.sentence else ""
    mirrored = _told(found.mirrored_at) if found.mirrored_at else "chưa lần nào"
    lines = [f"Trục cấp trên: {reached}{trouble}", f"Đồng bộ danh mục: {mirrored}"]
    lines += [f"Chuyển lên: {_counted(found.forwardings)}", f"Lấy về: {_counted(found.pulled)}"]
    lines += [f"Bị từ chối: {row.id} | {', '.join(row.codes)} | {row.sentence}" for row in found.refused]
    lines += [f"Không nhận: {row.hub_id} | từ {row.from_code} | {row.code} | {row.sentence}" for row in found.not_taken]
    lines += [f"Chưa đăng ký được: {row.code} {row.name} | {row.reason}" for row in found.not_registered]
    return lines + [f"Danh mục mâu thuẫn: {sentence}" for sentence in found.conflicts]


def _told(moment: datetime) -> str:
    from vanthu.runtime.clock import VIETNAM

    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"


def _counted(counts: dict[str, int]) -> str:
    from vanthu.axis.federation.states import FORWARDING_LABELS, PULLED_LABELS

    labels = PULLED_LABELS | FORWARDING_LABELS
    return ", ".join(f"{labels[state]} {count}" for state, count in counts.items()) or "không có"
