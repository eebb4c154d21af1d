"""The demonstration as it is shown: the timeline while it happens, the summary, who can log in where."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import httpx
from rich.console import Console
from rich.table import Table

from vanthu.cli.demo import report
from vanthu.cli.demo.human import CannotDo
from vanthu.cli.demo.journey import Journey, TookTooLong
from vanthu.cli.demo.people import CAST, PASSWORD
from vanthu.cli.demo.processes import ProcessFailed, running
from vanthu.cli.demo.world import NotOurs, World
from vanthu.runtime import clock

REPORT = Path("demo-report.json")
out = Console(highlight=False, soft_wrap=True)


class Failed(Exception):
    """The demonstration did not come to its end; the message says what went wrong and where to read on."""


def show(directory: Path, *, databases: Mapping[str, str], once: bool) -> None:
    """Run the whole of it; without `once` the servers stay until Ctrl+C. Raises Failed."""
    world = World(directory, databases=dict(databases))
    try:
        with _interruptible(), running(world.processes):
            _show(world, once)
    except NotOurs as error:
        raise Failed(str(error)) from error
    except (ProcessFailed, CannotDo, TookTooLong, httpx.HTTPError) as error:
        raise Failed(f"Trình diễn không thành công. {error}\nNhật ký các tiến trình: {world.root}/logs") from error
    except KeyboardInterrupt:
        out.print("\nĐã dừng bản trình diễn.")


def _show(world: World, once: bool) -> None:
    begun = time.monotonic()
    out.print("[bold]Văn Thư – trình diễn[/]: một công văn đi từ một bộ tới một tỉnh qua trục liên thông.")
    _tell("Chuẩn bị", "khóa ký, danh mục của trục, hai hệ thống quản lý văn bản (dưới một phút)…")
    world.build()
    _tell("Khởi động", "trục, hai hệ thống, xử lý nền, máy chủ dấu thời gian…")
    world.start()
    out.print()
    journey = Journey({"bo": world.url("bo"), "tinh": world.url("tinh")}, _tell)
    journey.run()
    found = report.collect(world, journey)
    REPORT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _summary(found)
    out.print(f"Toàn bộ mất {time.monotonic() - begun:.0f} giây.\n")
    if not once:
        _stay(world)


def _tell(who: str, what: str) -> None:
    # The demonstration is an interface: it may read the clock.
    out.print(f"  [dim]{clock.now():%H:%M:%S}[/]  [bold]{who}[/] {what}")


def _summary(found: dict[str, Any]) -> None:
    out.print(f"\n[bold]Số {found['number']}/{found['notation']}[/] – mã văn bản {found['document_id']}")
    for verdict in found["verdicts"]:
        out.print(f"  {verdict['sentence']}")
    table = Table("Lúc", "Nơi nhận", "Trạng thái", box=None, pad_edge=False)
    for seen in found["statuses"]:
        table.add_row(seen["at"][11:19], seen["from_name"], f"{seen['code']} {seen['label']}")
    out.print("\nTrạng thái nơi gửi nhận được:")
    out.print(table)
    out.print(f"\nVăn bản đã phát hành:  {found['issued_pdf']}")
    out.print(f"Gói tin đã gửi:        {found['package']}")
    out.print(f"  mã trên trục {found['hub_id']}, SHA-256 {found['package_sha256']}")
    if found["receipt"]:
        out.print(f"Biên nhận của trục:    {found['receipt']}")
    out.print(f"Báo cáo:               {REPORT.resolve()}")


def _stay(world: World) -> None:
    table = Table("Mở trong trình duyệt", "Tên", "Người", "Cơ quan", "PIN ký số", box=None, pad_edge=False)
    for one in CAST:
        table.add_row(world.url(one.office), one.username, f"{one.name} ({one.duty})", one.agency, one.pin)
    out.print(table)
    out.print(f"\nMật khẩu của mọi người: [bold]{PASSWORD}[/]. Nhấn Ctrl+C để dừng.")
    while all(process.alive() for process in world.processes):
        time.sleep(1)
    dead = next(process for process in world.processes if not process.alive())
    raise ProcessFailed(f"Tiến trình «{dead.name}» đã dừng. Xem nhật ký: {dead.log}")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Being told to end is like Ctrl+C while this lasts: every process that was started is stopped."""
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
