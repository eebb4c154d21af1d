"""`vanthu pki …`: the development PKI, and checking the signatures of a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Hạ tầng khóa công khai dành cho phát triển và trình diễn.")

Folder = Annotated[Path, typer.Argument(help="Thư mục của hạ tầng khóa công khai.")]


@app.callback()
def group() -> None:
    """Hold the sub-commands together even while there is only one."""


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Show the Vietnamese sentence of an error of signing, end with 1."""
    from vanthu.standards.signing import SigningError

    try:
        yield
    except SigningError as error:
        typer.echo(f"{error.sentence} [{error.code}]", err=True)
        raise typer.Exit(1) from error


@app.command()
def init(
    directory: Folder,
    spec: Annotated[Path | None, typer.Option(help="Tệp TOML kê người và cơ quan; bỏ trống: bộ mẫu.")] = None,
    url: Annotated[str, typer.Option(help="Địa chỉ sẽ phục vụ CRL, OCSP, TSA.")] = "http://127.0.0.1:8780",
    force: Annotated[bool, typer.Option("--force", help="Làm lại, thay hạ tầng đã có.")] = False,
) -> None:
    """Tạo CA gốc, hai CA cấp phát, khóa của người và cơ quan, TSA, OCSP, CRL."""
    from vanthu.standards.signing import pki

    with _plain_errors():
        wanted = pki.Spec.read(spec) if spec else pki.Spec.default()
        made = pki.init(directory, wanted, at=datetime.now(UTC), url=url, force=force)
    typer.echo(f"Đã tạo hạ tầng khóa công khai THỬ NGHIỆM tại {directory} (không có giá trị pháp lý).")
    for entry in made.holders:
        kind = "cá nhân" if entry.kind == "person" else "cơ quan"
        typer.echo(f"  {entry.p12}  {kind}: {entry.name}  (mã PIN {entry.pin})")
    typer.echo(f"  trust/  danh sách tin cậy\nPhục vụ CRL, OCSP, TSA: vanthu pki serve {directory}")


@app.command()
def serve(
    directory: Folder,
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe; bỏ trống: theo địa chỉ ghi khi tạo.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng; bỏ trống: theo địa chỉ ghi khi tạo.")] = None,
) -> None:
    """Phục vụ CRL, OCSP, dấu thời gian (TSA) và chứng thư CA qua HTTP."""
    from urllib.parse import urlsplit

    from vanthu.standards.signing import pki

    with _plain_errors():
        where = urlsplit(pki.Pki.open(directory).url)
        listen = (host or where.hostname or "127.0.0.1", port if port is not None else where.port or 80)
        typer.echo(f"Hạ tầng khóa công khai thử nghiệm: http://{listen[0]}:{listen[1]}/ (Ctrl+C để dừng)")
        try:
            pki.serve(directory, host=listen[0], port=listen[1])
        except KeyboardInterrupt:
            typer.echo("Đã dừng.")
        except OSError as error:
            typer.echo(f"Không mở được cổng {listen[1]} trên {listen[0]}: {error.strerror}.", err=True)
            raise typer.Exit(1) from error


@app.command()
def revoke(directory: Folder, name: Annotated[str, typer.Argument(help="Tên khóa, ví dụ “dung”.")]) -> None:
    """Thu hồi chứng thư của một người hoặc một cơ quan."""
    from vanthu.standards.signing import pki

    with _plain_errors():
        opened = pki.Pki.open(directory)
        if opened.holder(name).revoked_at:
            typer.echo(f"Chứng thư “{name}” đã bị thu hồi từ trước, không có gì thay đổi.")
            return
        opened.revoke(name, at=datetime.now(UTC))
    typer.echo(f"Đã thu hồi chứng thư “{name}” và cập nhật danh sách thu hồi.")
