"""`vanthu axis migrate|serve|worker|load|status`: an axis from its first day."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from vanthu.cli.axis.ground import (
    CONFIG,
    django_ready,
    migrate_database,
    require_evidence_key,
    require_migrated,
    signed,
    stop,
)

app = typer.Typer(no_args_is_help=True, help="Trục liên thông văn bản.")


@app.callback()
def group(
    config: Annotated[Path | None, typer.Option(help=f"Tệp cấu hình TOML (thay cho biến {CONFIG}).")] = None,
) -> None:
    """Trục liên thông văn bản: nhận, lưu, chuyển gói tin và trạng thái giữa các cơ quan."""
    if config is not None:
        os.environ[CONFIG] = str(config.resolve())


@app.command()
def migrate() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu của trục."""
    with django_ready():
        migrate_database()
    typer.echo("Đã cập nhật cơ sở dữ liệu của trục.")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Cổng lắng nghe.")] = 8100,
    workers: Annotated[int, typer.Option(min=1, help="Số tiến trình.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Số luồng ít nhất của mỗi tiến trình (xem limits).")] = 8,
) -> None:
    """Chạy trục cho đến khi được yêu cầu dừng (Ctrl+C hoặc SIGTERM)."""
    with django_ready():
        from django.conf import settings

        from vanthu.axis.endpoints.gate import thread_count
        from vanthu.runtime.ports import require_address
        from vanthu.runtime.serving import serve as run

        require_migrated()
        require_evidence_key()
        require_address(host, port)
        name, needed = settings.AXIS.name, thread_count(threads)
    typer.echo(f"{name} đang chạy tại http://{host}:{port}/vxp ({workers} tiến trình × {needed} luồng).")
    sys.stdout.flush()
    run("vanthu.axis.endpoints.wsgi:application", host=host, port=port, workers=workers, threads=needed)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Làm mỗi việc một lượt rồi dừng.")] = False,
) -> None:
    """Chạy xử lý nền: chuyển tiếp lên trục cấp trên, lấy về, đồng bộ danh mục, các việc theo giờ."""
    with django_ready():
        from django.conf import settings

        from vanthu.axis.jobs.duties import duties
        from vanthu.runtime.bell import Bell
        from vanthu.runtime.worker import run_once, work

        require_migrated()
        require_evidence_key()
        if once:
            typer.echo(f"Đã xử lý {run_once(duties())} việc.")
            return
        typer.echo("Xử lý nền của trục đang chạy.")
        sys.stdout.flush()
        work(duties(), Bell(settings.BELL))


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="Tệp TOML hoặc JSON liệt kê systems và agencies.")],
    migrated: Annotated[bool, typer.Option("--migrate", help="Tạo hoặc nâng cấp cơ sở dữ liệu trước khi nạp.")] = False,
) -> None:
    """Nạp hệ thống và cơ quan từ tệp; chạy lại nhiều lần cũng được, phần đã có chỉ được cập nhật."""
    with django_ready():
        from pydantic import ValidationError

        from vanthu.axis.registry.operations import Seed, load_seed

        if migrated:
            migrate_database()
        try:
            seed = Seed.model_validate(_parsed(file))
        except ValidationError as error:
            stop(f"Tệp {file} không hợp lệ: {'; '.join(_places(error.errors()))}.")
        result = load_seed(seed, **signed())
    typer.echo(
        f"Hệ thống: thêm {result.systems_added}, cập nhật {result.systems_changed}. "
        f"Cơ quan: thêm {result.agencies_added}, cập nhật {result.agencies_changed}."
    )


@app.command()
def status(
    verify: Annotated[bool, typer.Option("--verify", help="Kiểm tra toàn bộ sổ chứng cứ.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Cho biết trục đang giữ bao nhiêu gói tin, đã giao đến đâu, chứng cứ có toàn vẹn không."""
    with django_ready():
        from vanthu.axis.delivery import monitoring as delivery
        from vanthu.axis.evidence import queries as evidence
        from vanthu.axis.intake import monitoring as intake
        from vanthu.axis.registry import queries as registry
        from vanthu.runtime import clock

        at = clock.now()
        chain = evidence.verify_log() if verify else None
        report: dict[str, Any] = {
            "systems": len(registry.system_lines()),
            "agencies": len(registry.agency_lines()),
            "packages": intake.totals(at=at),
            "deliveries": delivery.state_counts(at=at),
            "facts": evidence.count(),
            "chain_intact": chain.intact if chain else None,
        }
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _status_text(report))
    if chain and not chain.intact:
        stop(f"Sổ chứng cứ bị sửa, bắt đầu từ sự kiện số {chain.broken_at}. Hãy chạy vanthu axis audit để biết đầy đủ.")


_DELIVERY = {
    "initial": "chờ lấy",
    "processing": "đang xử lý",
    "fail": "thất bại",
    "done": "hoàn thành",
    "expired": "quá hạn",
}


def _parsed(file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
        return json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        stop(f"Không đọc được tệp {file}: {error.strerror}.")
    except ValueError as error:
        stop(f"Tệp {file} không đúng định dạng: {error}.")


def _places(errors: list[Any]) -> Iterator[str]:
    for error in errors:
        yield f"{'.'.join(str(part) for part in error['loc']) or '(toàn bộ)'}: {error['msg']}"


def _status_text(report: dict[str, Any]) -> str:
    packages, deliveries = report["packages"], report["deliveries"]
    chain = {None: "chưa kiểm tra (thêm --verify)", True: "toàn vẹn", False: "BỊ SỬA"}[report["chain_intact"]]
    return "\n".join(
        (
            f"Hệ thống kết nối: {report['systems']}",
            f"Cơ quan: {report['agencies']}",
            f"Đã nhận: {packages['edoc']} văn bản, {packages['status']} trạng thái; đã từ chối {packages['refused']}",
            f"Giao nhận: {', '.join(f'{_DELIVERY[state]} {count}' for state, count in deliveries.items())}",
            f"Sổ chứng cứ: {report['facts']} sự kiện, {chain}",
        )
    )
