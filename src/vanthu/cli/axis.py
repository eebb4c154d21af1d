"""`vanthu axis …`: run an axis and keep its registry."""

from __future__ import annotations

import getpass
import json
import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="Trục liên thông văn bản.")
agency = typer.Typer(no_args_is_help=True, help="Danh mục cơ quan trên trục.")
system = typer.Typer(no_args_is_help=True, help="Các hệ thống được kết nối vào trục.")
app.add_typer(agency, name="agency")
app.add_typer(system, name="system")

CONFIG = "VANTHU_AXIS_CONFIG"
NOT_USABLE = 2


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
    with _django():
        _migrate()
    typer.echo("Đã cập nhật cơ sở dữ liệu của trục.")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Cổng lắng nghe.")] = 8100,
    workers: Annotated[int, typer.Option(min=1, help="Số tiến trình.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Số luồng ít nhất của mỗi tiến trình (xem limits).")] = 8,
) -> None:
    """Chạy trục cho đến khi được yêu cầu dừng (Ctrl+C hoặc SIGTERM)."""
    with _django():
        from django.conf import settings

        from vanthu.axis.endpoints.gate import thread_count
        from vanthu.runtime.serving import serve as run

        _require_migrated()
        name, needed = settings.AXIS.name, thread_count(threads)
    typer.echo(f"{name} đang chạy tại http://{host}:{port}/vxp ({workers} tiến trình × {needed} luồng).")
    sys.stdout.flush()
    run("vanthu.axis.endpoints.wsgi:application", host=host, port=port, workers=workers, threads=needed)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Làm mỗi việc một lượt rồi dừng.")] = False,
) -> None:
    """Chạy xử lý nền: chuyển tiếp lên trục cấp trên, lấy về, đồng bộ danh mục, các việc theo giờ."""
    with _django():
        from vanthu.axis.jobs.duties import duties
        from vanthu.runtime.worker import run_once, work

        _require_migrated()
        if once:
            typer.echo(f"Đã xử lý {run_once(duties())} việc.")
            return
        typer.echo("Xử lý nền của trục đang chạy.")
        sys.stdout.flush()
        work(duties())


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="Tệp TOML hoặc JSON liệt kê systems và agencies.")],
    migrated: Annotated[bool, typer.Option("--migrate", help="Tạo hoặc nâng cấp cơ sở dữ liệu trước khi nạp.")] = False,
) -> None:
    """Nạp hệ thống và cơ quan từ tệp; chạy lại nhiều lần cũng được, phần đã có chỉ được cập nhật."""
    with _django():
        from pydantic import ValidationError

        from vanthu.axis.registry.operations import Seed, load_seed

        if migrated:
            _migrate()
        try:
            seed = Seed.model_validate(_parsed(file))
        except ValidationError as error:
            _stop(f"Tệp {file} không hợp lệ: {'; '.join(_places(error.errors()))}.")
        result = load_seed(seed, **_signed())
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
    with _django():
        from vanthu.axis.delivery import queries as delivery
        from vanthu.axis.evidence import queries as evidence
        from vanthu.axis.intake import queries as intake
        from vanthu.axis.registry import queries as registry

        chain = evidence.verify_log() if verify else None
        report: dict[str, Any] = {
            "systems": len(registry.system_lines()),
            "agencies": len(registry.agency_lines()),
            "packages": intake.counts(),
            "deliveries": delivery.state_counts(),
            "facts": evidence.count(),
            "chain_intact": chain.intact if chain else None,
        }
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _status_text(report))
    if chain and not chain.intact:
        _stop(
            f"Sổ chứng cứ bị sửa, bắt đầu từ sự kiện số {chain.broken_at}. Hãy chạy vanthu axis audit để biết đầy đủ."
        )


@agency.command("add")
def agency_add(
    code: Annotated[str, typer.Argument(help="Mã định danh, ví dụ H37.02.")],
    name: Annotated[str, typer.Argument(help="Tên cơ quan.")],
    parent: Annotated[str | None, typer.Option(help="Mã cơ quan cấp trên.")] = None,
    system_id: Annotated[str | None, typer.Option("--system", help="systemid của hệ thống phục vụ cơ quan.")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Mã khác của cơ quan (mã QCVN 102, mã cũ).")] = None,
    mail: Annotated[str, typer.Option(help="Thư điện tử.")] = "",
    unit_only: Annotated[
        bool, typer.Option("--unit-only", help="Chỉ là đơn vị, không trực tiếp nhận văn bản.")
    ] = False,
) -> None:
    """Thêm một cơ quan."""
    with _django():
        from vanthu.axis.registry import operations as registry
        from vanthu.runtime.transactions import write

        with write():
            registry.add_agency(
                code,
                name,
                parent_code=parent,
                system_id=system_id,
                is_agency=not unit_only,
                contacts={"mail": mail},
                **_signed(),
            )
            for other in alias or []:
                registry.add_alias(code, other, **_signed())
    typer.echo(f"Đã thêm cơ quan {code} – {name}.")


@agency.command("list")
def agency_list() -> None:
    """Liệt kê các cơ quan."""
    with _django():
        from vanthu.axis.registry import queries, states

        for line in queries.agency_lines():
            parts = [line.code, line.name, states.LABELS[line.state], line.system_id or "chưa có hệ thống"]
            parts += [f"mã khác: {', '.join(line.other_codes)}"] if line.other_codes else []
            parts += [f"thay bằng {line.replaced_by}"] if line.replaced_by else []
            typer.echo(" | ".join(parts))


@agency.command("lock")
def agency_lock(
    code: Annotated[str, typer.Argument(help="Mã cơ quan.")],
    reason: Annotated[str, typer.Option(help="Lý do.")] = "",
    unlock: Annotated[bool, typer.Option("--unlock", help="Mở khóa trở lại.")] = False,
) -> None:
    """Tạm khóa một cơ quan (không gửi, không nhận văn bản), hoặc mở khóa."""
    with _django():
        from vanthu.axis.registry import operations as registry

        if unlock:
            registry.unlock_agency(code, **_signed())
        else:
            registry.lock_agency(code, reason=reason, **_signed())
    typer.echo(f"Đã {'mở khóa' if unlock else 'tạm khóa'} cơ quan {code}.")


@agency.command("close")
def agency_close(
    code: Annotated[str, typer.Argument(help="Mã cơ quan.")],
    reason: Annotated[str, typer.Option(help="Lý do.")] = "",
) -> None:
    """Đóng hẳn một cơ quan; mã của nó vẫn được giữ để tra cứu."""
    with _django():
        from vanthu.axis.registry import operations as registry

        registry.close_agency(code, reason=reason, **_signed())
    typer.echo(f"Đã đóng cơ quan {code}.")


@agency.command("alias")
def agency_alias(
    code: Annotated[str, typer.Argument(help="Mã hiện hành của cơ quan.")],
    alias: Annotated[str, typer.Argument(help="Mã khác cũng chỉ cơ quan này.")],
) -> None:
    """Cho một cơ quan thêm một mã (mã QCVN 102 hoặc mã cũ)."""
    with _django():
        from vanthu.axis.registry import operations as registry

        added = registry.add_alias(code, alias, **_signed())
    typer.echo(f"Mã {alias} {'nay' if added else 'vốn đã'} chỉ cơ quan {code}.")


@agency.command("replace")
def agency_replace(
    old: Annotated[str, typer.Argument(help="Mã cơ quan chấm dứt hoạt động.")],
    new: Annotated[str, typer.Argument(help="Mã cơ quan tiếp nhận nhiệm vụ.")],
    last_day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ngày cuối cùng cơ quan cũ còn hoạt động; bỏ trống: đóng ngay."),
    ] = None,
) -> None:
    """Đóng một cơ quan và chỉ ra cơ quan thay thế (sáp nhập, đổi mã), ngay bây giờ hoặc hết một ngày đã định."""
    with _django():
        from vanthu.axis.registry import operations as registry

        if last_day is None:
            registry.replace_agency(old, new, **_signed())
        else:
            registry.plan_replacement(old, new, last_day=last_day.date(), **_signed())
    until = f"sẽ đóng sau ngày {last_day:%d/%m/%Y}" if last_day else "đã đóng"
    typer.echo(f"Cơ quan {old} {until}, thay bằng {new}.")


@system.command("add")
def system_add(
    system_id: Annotated[str, typer.Argument(help="systemid cấp cho hệ thống.")],
    name: Annotated[str, typer.Argument(help="Tên hệ thống.")],
    secret: Annotated[str | None, typer.Option(help="Mã bí mật; bỏ trống để trục tự sinh.")] = None,
    replay_window: Annotated[
        int | None, typer.Option(min=1, help="Số giây dấu thời gian được lệch; bỏ trống với phần mềm dùng SDK cũ.")
    ] = None,
) -> None:
    """Cấp kết nối cho một hệ thống và in mã bí mật của nó (chỉ in lần này)."""
    with _django():
        from vanthu.axis.registry import operations as registry

        given = registry.add_system(system_id, name, secret=secret, replay_window_seconds=replay_window, **_signed())
    typer.echo(f"Đã cấp kết nối.\nsystemid: {system_id}\nsecret:   {given}")


@system.command("list")
def system_list() -> None:
    """Liệt kê các hệ thống được kết nối (không in mã bí mật)."""
    with _django():
        from vanthu.axis.registry import queries

        for line in queries.system_lines():
            window = f"{line.replay_window_seconds} giây" if line.replay_window_seconds else "không giới hạn"
            state = "đang kết nối" if line.active else "đã ngừng"
            typer.echo(f"{line.system_id} | {line.name} | {state} | {line.agencies} cơ quan | lệch giờ: {window}")


@system.command("rotate")
def system_rotate(
    system_id: Annotated[str, typer.Argument(help="systemid.")],
    keep_minutes: Annotated[int, typer.Option(min=0, help="Số phút mã bí mật cũ còn dùng được.")] = 0,
) -> None:
    """Đổi mã bí mật của một hệ thống và in mã mới (chỉ in lần này)."""
    with _django():
        from vanthu.axis.registry import operations as registry

        given = registry.rotate_system(system_id, keep_former=timedelta(minutes=keep_minutes), **_signed())
    typer.echo(f"Đã đổi mã bí mật.\nsystemid: {system_id}\nsecret:   {given}")


@system.command("limit")
def system_limit(
    system_id: Annotated[str, typer.Argument(help="systemid.")],
    rate: Annotated[int | None, typer.Option(min=0, help="Số gói tin mỗi phút; 0 là không giới hạn.")] = None,
    package_mb: Annotated[int | None, typer.Option(min=0, help="Cỡ gói tin lớn nhất (MB); 0 là như của trục.")] = None,
    calls: Annotated[int | None, typer.Option(min=0, help="Số yêu cầu cùng lúc; 0 là như của trục.")] = None,
) -> None:
    """Đặt giới hạn riêng cho một hệ thống; giá trị không nêu thì giữ nguyên."""
    asked = {"rate_per_minute": rate, "max_package_mb": package_mb, "concurrent_calls": calls}
    with _django():
        from vanthu.axis.registry import operations as registry
        from vanthu.axis.registry import queries

        given = {name: value or None for name, value in asked.items() if value is not None}
        registry.change_system(system_id, given, **_signed())
        now = queries.system(system_id)
    if now:
        told = (now.rate_per_minute, now.max_package_mb, now.concurrent_calls)
        rate_text, size_text, calls_text = ("không giới hạn riêng" if value is None else str(value) for value in told)
        typer.echo(f"{system_id} | gói tin mỗi phút: {rate_text} | MB: {size_text} | yêu cầu cùng lúc: {calls_text}")


@system.command("webhook")
def system_webhook(
    system_id: Annotated[str, typer.Argument(help="systemid.")],
    url: Annotated[str, typer.Argument(help="Địa chỉ http(s) của hệ thống; để trống là thôi báo.")] = "",
) -> None:
    """Đặt địa chỉ mà trục báo khi có gói tin chờ hệ thống này (yêu cầu POST có chữ ký), hoặc thôi báo."""
    with _django():
        from vanthu.axis.registry import operations as registry

        registry.change_system(system_id, {"webhook_url": registry.checked_webhook(url)}, **_signed())
    typer.echo(f"{system_id}: " + (f"báo tới {url} khi có gói tin chờ." if url else "không báo nữa."))


@contextmanager
def _django() -> Iterator[None]:
    """Load the axis; what goes wrong in it ends the command with its sentence."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vanthu.axis.settings"
    from vanthu.runtime.errors import VanThuError
    from vanthu.runtime.settings import SettingsError

    try:
        import django
        from django.db import OperationalError, ProgrammingError

        django.setup()
    except SettingsError as error:
        _stop(str(error))
    try:
        yield
    except VanThuError as error:
        _stop(f"{error.sentence} [{error.code}]")
    except (OperationalError, ProgrammingError) as error:
        _stop(
            f"Không dùng được cơ sở dữ liệu của trục: {error}. Hãy kiểm tra «database», rồi chạy vanthu axis migrate."
        )


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _require_migrated() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _stop("Cơ sở dữ liệu của trục chưa được tạo hoặc chưa nâng cấp. Hãy chạy: vanthu axis migrate")
    connection.close()


def _signed() -> dict[str, Any]:
    """Return who gives this command, and when."""
    from vanthu.runtime import clock

    return {"by": f"cli:{getpass.getuser()}", "at": clock.now()}


def _parsed(file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
        return json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        _stop(f"Không đọc được tệp {file}: {error.strerror}.")
    except ValueError as error:
        _stop(f"Tệp {file} không đúng định dạng: {error}.")


def _places(errors: list[Any]) -> Iterator[str]:
    for error in errors:
        yield f"{'.'.join(str(part) for part in error['loc']) or '(toàn bộ)'}: {error['msg']}"


_DELIVERY = {
    "initial": "chờ lấy",
    "processing": "đang xử lý",
    "fail": "thất bại",
    "done": "hoàn thành",
    "expired": "quá hạn",
}


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


def _stop(sentence: str) -> Any:
    typer.echo(sentence, err=True)
    raise typer.Exit(NOT_USABLE)
