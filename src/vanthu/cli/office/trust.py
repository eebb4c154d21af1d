"""`vanthu office trust …`: whom this office trusts when it checks signatures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vanthu.cli.ground import stop

if TYPE_CHECKING:
    from vanthu.standards.signing.stores import KnownAuthority

app = typer.Typer(no_args_is_help=True, help="Kho chứng thư tin cậy dùng để kiểm tra chữ ký số.")

PURPOSES = {"person": "cá nhân", "organisation": "cơ quan, tổ chức", "tsa": "dấu thời gian"}
ROLES = {"anchor": "gốc", "intermediate": "trung gian"}


@contextmanager
def _folder() -> Iterator[Path]:
    """Give the trust folder of the settings; an error of signing is told in its sentence and ends with 1."""
    from vanthu.cli.office.commands import django_ready
    from vanthu.standards.signing import SigningError

    with django_ready():
        from django.conf import settings

        try:
            yield settings.OFFICE.signing.trust_dir
        except SigningError as error:
            typer.echo(f"{error.sentence} [{error.code}]", err=True)
            raise typer.Exit(1) from error


@app.command("list")
def show() -> None:
    """Liệt kê các kho, từng chứng thư với vân tay, vai trò, mục đích và hạn; bảng thuật toán đang dùng."""
    with _folder() as folder:
        from vanthu.standards.signing import Trust

        trust = Trust.from_dir(folder)
    for store in trust.stores:
        typer.echo(f"{store.name}  {store.title}; phiên bản {store.version}, từ {store.valid_from:%d/%m/%Y}")
        for item in store.certificates:
            purposes = ", ".join(PURPOSES[one] for one in sorted(item.purposes))
            end = item.certificate["tbs_certificate"]["validity"]["not_after"].native
            typer.echo(f"  {item.file}  {ROLES[item.role]}; cho: {purposes}; hết hạn {end:%d/%m/%Y}")
            typer.echo(f"    SHA-256 {item.sha256}")
            if item.sha1_until:
                typer.echo(f"    chứng thư nó ký bằng SHA-1 được chấp nhận đến hết {item.sha1_until:%d/%m/%Y}")
    table = trust.algorithms
    typer.echo(f"Bảng thuật toán {table.version}, từ {table.valid_from:%d/%m/%Y}:")
    for name, until in table.digests.items():
        typer.echo(f"  {name} đến hết {until:%d/%m/%Y}")
    for kind, bits, until in table.keys:
        typer.echo(f"  {kind} từ {bits} bit đến hết {until:%d/%m/%Y}")


@app.command("import")
def take(
    file: Annotated[Path, typer.Argument(help="Tệp chứng thư của một CA, PEM hoặc DER.")],
    store: Annotated[str, typer.Option(help="Kho: official-duty, public hoặc development.")],
    role: Annotated[str, typer.Option(help="anchor (gốc) hoặc intermediate (trung gian).")] = "",
    purpose: Annotated[
        list[str] | None, typer.Option(help="person, organisation, tsa; ghi nhiều lần. Bỏ trống: cả ba.")
    ] = None,
    fingerprint: Annotated[
        str | None, typer.Option(help="Vân tay SHA-256 đã đối chiếu với công bố của nơi cấp.")
    ] = None,
    sha1_until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Chấp nhận chứng thư nó ký bằng SHA-1 đến ngày này.")
    ] = None,
) -> None:
    """Nạp một chứng thư CA vào kho sau khi đối chiếu vân tay; bản kê của kho được lập lại."""
    with _folder() as folder:
        from vanthu.runtime import clock
        from vanthu.standards.signing.stores import (
            Listing,
            Purpose,
            add_to_store,
            fingerprint_of,
            known_authority,
            only_certificate,
        )
        from vanthu.standards.signing.trust import STORES

        try:
            certificate = only_certificate(file.read_bytes())
            purposes = frozenset(Purpose(one) for one in purpose or Purpose)
        except OSError:
            stop(f"Không đọc được tệp {file}.")
        except (ValueError, TypeError):
            stop("Tệp phải có đúng một chứng thư (PEM hoặc DER); mục đích là person, organisation hoặc tsa.")
        known = known_authority(certificate)
        chosen = role or (known.role if known else "")
        if chosen not in ROLES:
            stop("Hãy ghi vai trò: --role anchor (gốc) hoặc --role intermediate (trung gian).")
        until = sha1_until.date() if sha1_until else None
        listing = Listing(certificate, f"{fingerprint_of(certificate)[:16].lower()}.pem", chosen, purposes, until)
        add_to_store(folder / STORES / store, listing, confirmed=fingerprint, on=clock.now().date())
    typer.echo(f"Đã nạp «{certificate.subject.human_friendly}» vào kho «{store}».")
    typer.echo(_origin(known))


@app.command("remove")
def drop(
    fingerprint: Annotated[str, typer.Argument(help="Vân tay SHA-256 đầy đủ của chứng thư, như lệnh list in ra.")],
    store: Annotated[str, typer.Option(help="Kho: official-duty, public hoặc development.")],
) -> None:
    """Bỏ một chứng thư CA khỏi kho: từ nay chữ ký dẫn đến CA ấy không còn được tin; kết luận cũ giữ nguyên."""
    with _folder() as folder:
        from vanthu.runtime import clock
        from vanthu.standards.signing.stores import remove_from_store
        from vanthu.standards.signing.trust import STORES

        gone = remove_from_store(folder / STORES / store, fingerprint, on=clock.now().date())
    typer.echo(f"Đã bỏ «{gone.certificate.subject.human_friendly}» ({gone.file}) khỏi kho «{store}».")


def _origin(known: KnownAuthority | None) -> str:
    if known is None:
        return "Vân tay do người nạp xác nhận."
    told = f"Vân tay trùng với «{known.name}» ({known.published_at}) mà phần mềm biết từ nguồn công khai của bên thứ ba"
    until = f"; nếu cần nhận chữ ký SHA-1 của CA này: --sha1-until {known.sha1_until}" if known.sha1_until else ""
    return f"{told}; vẫn phải đối chiếu với công bố của nơi cấp{until}."


@app.command()
def check() -> None:
    """Kiểm tra kho, hạn chứng thư, dữ liệu thu hồi và danh sách của các CA; mã thoát 1 khi có điều phải làm."""
    with _folder() as folder:
        from vanthu.runtime import clock
        from vanthu.standards.signing import Trust
        from vanthu.standards.signing.trust_check import missing_authorities, problems

        trust = Trust.from_dir(folder)
        found = problems(trust, folder, at=clock.now())
        absent = missing_authorities(trust)
    for line in found:
        typer.echo(f"  ! {line}")
    for known in absent:
        typer.echo(f"  - chưa nạp: {known.name} (kho {known.store}; {known.published_at}; SHA-256 {known.sha256})")
    typer.echo(
        f"Phiên bản tin cậy {trust.version}: {len(found)} điều phải làm." if found else "Không có điều gì phải làm."
    )
    if found:
        raise typer.Exit(1)
