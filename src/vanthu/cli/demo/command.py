"""The command `vanthu demo`; what it does is loaded only when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
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
    from vanthu.cli.demo.showing import Failed, show

    try:
        show(directory, databases=dict(one.split("=", 1) for one in database or []), once=once)
    except Failed as error:
        typer.echo(f"\n{error}", err=True)
        raise typer.Exit(1) from error
