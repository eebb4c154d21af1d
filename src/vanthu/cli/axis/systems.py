"""`vanthu axis system …`: the systems that are connected."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from vanthu.cli.axis.ground import django_ready, signed

app = typer.Typer(no_args_is_help=True, help="Các hệ thống được kết nối vào trục.")


@app.command("add")
def system_add(
    system_id: Annotated[str, typer.Argument(help="systemid cấp cho hệ thống.")],
    name: Annotated[str, typer.Argument(help="Tên hệ thống.")],
    secret: Annotated[str | None, typer.Option(help="Mã bí mật; bỏ trống để trục tự sinh.")] = None,
    replay_window: Annotated[
        int | None, typer.Option(min=1, help="Số giây dấu thời gian được lệch; bỏ trống với phần mềm dùng SDK cũ.")
    ] = None,
) -> None:
    """Cấp kết nối cho một hệ thống và in mã bí mật của nó (chỉ in lần này)."""
    with django_ready():
        from vanthu.axis.registry import operations as registry

        given = registry.add_system(system_id, name, secret=secret, replay_window_seconds=replay_window, **signed())
    typer.echo(f"Đã cấp kết nối.\nsystemid: {system_id}\nsecret:   {given}")


@app.command("list")
def system_list() -> None:
    """Liệt kê các hệ thống được kết nối (không in mã bí mật)."""
    with django_ready():
        from vanthu.axis.registry import queries

        for line in queries.system_lines():
            window = f"{line.replay_window_seconds} giây" if line.replay_window_seconds else "không giới hạn"
            state = "đang kết nối" if line.active else "đã ngừng"
            typer.echo(f"{line.system_id} | {line.name} | {state} | {line.agencies} cơ quan | lệch giờ: {window}")


@app.command("rotate")
def system_rotate(
    system_id: Annotated[str, typer.Argument(help="systemid.")],
    keep_minutes: Annotated[int, typer.Option(min=0, help="Số phút mã bí mật cũ còn dùng được.")] = 0,
) -> None:
    """Đổi mã bí mật của một hệ thống và in mã mới (chỉ in lần này)."""
    with django_ready():
        from vanthu.axis.registry import operations as registry

        given = registry.rotate_system(system_id, keep_former=timedelta(minutes=keep_minutes), **signed())
    typer.echo(f"Đã đổi mã bí mật.\nsystemid: {system_id}\nsecret:   {given}")


@app.command("stop")
def system_stop(
    system_id: Annotated[str, typer.Argument(help="systemid.")],
    reason: Annotated[str, typer.Option(help="Lý do, ghi vào nhật ký.")],
) -> None:
    """Từ chối ngay mọi yêu cầu của một hệ thống (như khi lộ mã bí mật); `start` cho kết nối lại."""
    _switch(system_id, active=False, reason=reason)


@app.command("start")
def system_start(system_id: Annotated[str, typer.Argument(help="systemid.")]) -> None:
    """Cho một hệ thống đã ngừng được kết nối lại."""
    _switch(system_id, active=True)


def _switch(system_id: str, *, active: bool, reason: str = "") -> None:
    with django_ready():
        from vanthu.axis.registry import operations as registry

        changed = registry.change_system(system_id, {"active": active}, reason=reason, **signed())
    state = "đang kết nối" if active else "đã ngừng kết nối"
    typer.echo(f"{system_id} | {'nay' if changed else 'vốn'} {state}")


@app.command("limit")
def system_limit(
    system_id: Annotated[str, typer.Argument(help="systemid.")],
    rate: Annotated[int | None, typer.Option(min=0, help="Số gói tin mỗi phút; 0 là không giới hạn.")] = None,
    package_mb: Annotated[int | None, typer.Option(min=0, help="Cỡ gói tin lớn nhất (MB); 0 là như của trục.")] = None,
    calls: Annotated[int | None, typer.Option(min=0, help="Số yêu cầu cùng lúc; 0 là như của trục.")] = None,
) -> None:
    """Đặt giới hạn riêng cho một hệ thống; giá trị không nêu thì giữ nguyên."""
    asked = {"rate_per_minute": rate, "max_package_mb": package_mb, "concurrent_calls": calls}
    with django_ready():
        from vanthu.axis.registry import operations as registry
        from vanthu.axis.registry import queries

        given = {name: value or None for name, value in asked.items() if value is not None}
        registry.change_system(system_id, given, **signed())
        now = queries.system(system_id)
    if now:
        told = (now.rate_per_minute, now.max_package_mb, now.concurrent_calls)
        rate_text, size_text, calls_text = ("không giới hạn riêng" if value is None else str(value) for value in told)
        typer.echo(f"{system_id} | gói tin mỗi phút: {rate_text} | MB: {size_text} | yêu cầu cùng lúc: {calls_text}")


@app.command("webhook")
def system_webhook(
    system_id: Annotated[str, typer.Argument(help="systemid.")],
    url: Annotated[str, typer.Argument(help="Địa chỉ http(s) của hệ thống; để trống là thôi báo.")] = "",
) -> None:
    """Đặt địa chỉ mà trục báo khi có gói tin chờ hệ thống này (yêu cầu POST có chữ ký), hoặc thôi báo."""
    with django_ready():
        from vanthu.axis.registry import operations as registry

        registry.change_system(system_id, {"webhook_url": registry.checked_webhook(url)}, **signed())
    typer.echo(f"{system_id}: " + (f"báo tới {url} khi có gói tin chờ." if url else "không báo nữa."))
