"""The commands of `vanthu office`."""

from __future__ import annotations

import json
import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from vanthu.cli import ground
from vanthu.cli.ground import NOT_USABLE, migrate_database, stop

app = typer.Typer(no_args_is_help=True, help="Hệ thống quản lý văn bản và điều hành.")

CONFIG = "VANTHU_OFFICE_CONFIG"


@app.callback()
def group(
    config: Annotated[Path | None, typer.Option(help=f"Tệp cấu hình TOML (thay cho biến {CONFIG}).")] = None,
) -> None:
    """Hệ thống quản lý văn bản và điều hành: chuẩn bị, nạp danh mục, chạy."""
    if config is not None:
        os.environ[CONFIG] = str(config.resolve())


@app.command()
def migrate() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu."""
    with django_ready():
        migrate_database()
    typer.echo("Đã cập nhật cơ sở dữ liệu.")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="Tệp TOML: cơ quan, đơn vị, cán bộ, chứng thư số.")],
    migrated: Annotated[bool, typer.Option("--migrate", help="Tạo hoặc nâng cấp cơ sở dữ liệu trước khi nạp.")] = False,
) -> None:
    """Nạp danh mục từ tệp; nạp lại nhiều lần cũng được, phần đã có chỉ được cập nhật."""
    with django_ready():
        from vanthu.cli.office.loading import SeedRefused, load_seed, read_seed
        from vanthu.runtime import clock

        if migrated:
            migrate_database()
        _require_migrated()
        try:
            counted = load_seed(read_seed(file), at=clock.now())
        except SeedRefused as error:
            stop(str(error))
    typer.echo(counted.sentence)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Cổng lắng nghe.")] = 8000,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Số tiến trình.", show_default="gấp đôi số lõi của máy")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="Số luồng của mỗi tiến trình.")] = 4,
) -> None:
    """Chạy giao diện web cho đến khi được yêu cầu dừng (Ctrl+C hoặc SIGTERM)."""
    with django_ready():
        from django.conf import settings

        from vanthu.runtime.ports import require_address
        from vanthu.runtime.serving import serve as run

        _require_checked()
        _require_migrated()
        require_address(host, port)
        name = settings.OFFICE.name
    # The threads of a process take turns, whichever core is free: people wait less for few threads of more processes.
    workers = workers or 2 * (os.cpu_count() or 1)
    typer.echo(f"{name} đang chạy tại http://{host}:{port}/ ({workers} tiến trình × {threads} luồng).")
    sys.stdout.flush()
    run("vanthu.office.web.wsgi:application", host=host, port=port, workers=workers, threads=threads)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Làm mỗi việc một lượt rồi dừng.")] = False,
) -> None:
    """Chạy xử lý nền: gửi, nhận, trạng thái, dấu thời gian."""
    with django_ready():
        from django.conf import settings

        from vanthu.office.jobs.duties import duties
        from vanthu.runtime.bell import Bell
        from vanthu.runtime.worker import run_once, work

        _require_checked()
        _require_migrated()
        if once:
            typer.echo(f"Đã xử lý {run_once(duties())} việc.")
            return
        typer.echo("Xử lý nền đang chạy.")
        sys.stdout.flush()
        work(duties(), Bell(settings.BELL))


@app.command()
def status(
    verify: Annotated[bool, typer.Option("--verify", help="Kiểm tra toàn bộ nhật ký của từng cơ quan.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Cho biết hệ thống có dùng được không: cơ sở dữ liệu, kho tệp, cơ quan, việc đang chờ, nhật ký."""
    with django_ready():
        from vanthu.cli.office.reporting import report, sentences

        _require_migrated()
        found = report(verify=verify)
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(sentences(found)))
    if found["problems"]:
        raise typer.Exit(1)


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="Định danh văn bản: phần cuối địa chỉ trang của văn bản.")],
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Cho biết mọi điều về một văn bản: tệp, chữ ký, gói tin đã gửi, trạng thái của từng nơi nhận."""
    with django_ready():
        from uuid import UUID

        from vanthu.cli.office.showing import sentences, told

        _require_migrated()
        try:
            found = told(UUID(document))
        except ValueError:
            stop(f"«{document}» không phải định danh văn bản. Hãy chép từ địa chỉ trang của văn bản.")
    if found is None:
        stop(f"Không có văn bản {document} trong hệ thống này.")
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(sentences(found)))


@app.command("push-key")
def push_key() -> None:
    """Tạo khóa VAPID để gửi thông báo tới thiết bị, tại nơi ghi ở push.key_file; khóa đã có thì không ghi đè."""
    with django_ready():
        from django.conf import settings

        from vanthu.standards.webpush import new_key

        place = settings.OFFICE.push.key_file
    if place is None:
        stop("Chưa ghi push.key_file trong tệp cấu hình. Hãy ghi nơi để khóa rồi chạy lại.")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        stop(f"Đã có khóa ở {place}. Thay khóa thì mọi thiết bị phải bật lại; muốn thay, hãy tự chuyển tệp cũ đi.")
    with os.fdopen(descriptor, "wb") as file:
        file.write(new_key())
    typer.echo(f"Đã tạo khóa ở {place}. Hãy khởi động lại giao diện web và xử lý nền.")


def django_ready() -> AbstractContextManager[None]:
    """Load the office; what goes wrong in it ends the command with its Vietnamese sentence."""
    return ground.django_ready("vanthu.office.settings", database="cơ sở dữ liệu", migrate="vanthu office migrate")


def _require_migrated() -> None:
    ground.require_migrated("Cơ sở dữ liệu chưa được tạo hoặc chưa nâng cấp. Hãy chạy: vanthu office migrate")


def _require_checked() -> None:
    """Show what Django's checks of our own found; an error stops the start."""
    from django.core.checks import run_checks

    found = [message for message in run_checks() if str(message.id).startswith("vanthu.")]
    for message in found:
        typer.echo(f"{message.msg} [{message.id}]", err=True)
    if any(message.is_serious() for message in found):
        raise typer.Exit(NOT_USABLE)
