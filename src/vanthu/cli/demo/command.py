"""The command `vanthu demo`."""

from __future__ import annotations

import json
import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from vanthu.cli.demo import report
from vanthu.cli.demo.human import CannotDo
from vanthu.cli.demo.journey import Journey, TookTooLong
from vanthu.cli.demo.people import CAST, PASSWORD
from vanthu.cli.demo.processes import ProcessFailed, running
from vanthu.cli.demo.world import NotOurs, World

FOLDER, REPORT = Path("demo"), Path("demo-report.json")
out = Console(highlight=False)


def run(
    once: Annotated[bool, typer.Option("--once", help="Kết thúc ngay sau hành trình, ghi demo-report.json.")] = False,
    directory: Annotated[
        Path, typer.Option("--dir", help="Thư mục của bản trình diễn; làm lại từ đầu mỗi lần.")
    ] = Path("demo"),
    database: Annotated[
        list[str] | None,
        typer.Option(help="Cơ sở dữ liệu khác SQLite, ví dụ bo=postgresql://… (bo, tinh, axis); lặp lại được."),
    ] = None,
) -> None:
    """Chạy hành trình của một công văn trong các tiến trình thật, rồi để máy chủ chạy cho người dùng thử."""
    world = World(directory, databases=dict(one.split("=", 1) for one in database or []))
    try:
        with running(world.processes):
            _show(world, once)
    except (ProcessFailed, CannotDo, TookTooLong, NotOurs, httpx.HTTPError) as error:
        typer.echo(f"\nTrình diễn không thành công. {error}\nNhật ký các tiến trình: {world.root}/logs", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        out.print("\nĐã dừng bản trình diễn.")


def _show(world: World, once: bool) -> None:
    out.print("[bold]Văn Thư – trình diễn[/]: chuẩn bị khóa, trục, hai hệ thống văn bản (khoảng nửa phút)…")
    world.build()
    world.start()
    out.print("Các tiến trình đã chạy. Hành trình của một công văn:\n")
    journey = Journey({"bo": world.url("bo"), "tinh": world.url("tinh")}, _tell)
    journey.run()
    found = report.collect(world, journey)
    REPORT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _summary(found)
    if not once:
        _stay(world)


def _tell(who: str, what: str) -> None:
    # The demonstration is an interface: it may read the clock.
    moment = datetime.now().astimezone().strftime("%H:%M:%S")
    out.print(f"  [dim]{moment}[/]  [bold]{who}[/] {what}")


def _summary(found: dict[str, Any]) -> None:
    out.print(f"\n[bold]Số {found['number']}/{found['notation']}[/], mã văn bản {found['document_id']}")
    out.print(f"Gói tin trên trục: {found['hub_id']}, SHA-256 {found['package_sha256']}")
    for verdict in found["verdicts"]:
        out.print(f"Chữ ký: {verdict['sentence']}")
    table = Table("Nơi nhận", "Trạng thái", "Lúc", box=None, pad_edge=False)
    for seen in found["statuses"]:
        table.add_row(seen["from_name"], f"{seen['code']} {seen['label']}", seen["at"])
    out.print(table)
    out.print(f"Văn bản đã phát hành: {found['issued_pdf']}")
    out.print(f"Gói tin đã gửi:       {found['package']}")
    out.print(f"Báo cáo:              {REPORT}\n")


def _stay(world: World) -> None:
    table = Table("Đăng nhập tại", "Tên", "Người", "Cơ quan", "PIN ký số", box=None, pad_edge=False)
    for one in CAST:
        table.add_row(world.url(one.office), one.username, f"{one.name}, {one.duty}", one.agency, one.pin)
    out.print(table)
    out.print(f"\nMật khẩu của mọi người: [bold]{PASSWORD}[/]. Ctrl+C để dừng.")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while not stop.wait(1.0):
        dead = [process for process in world.processes if not process.alive()]
        if dead:
            raise ProcessFailed(f"Tiến trình «{dead[0].name}» đã dừng. Xem nhật ký: {dead[0].log}")
