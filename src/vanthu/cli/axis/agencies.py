"""`vanthu axis agency …`: the registry of agencies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from vanthu.cli.axis.ground import django_ready, signed

app = typer.Typer(no_args_is_help=True, help="Danh mục cơ quan trên trục.")


@app.command("add")
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
    with django_ready():
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
                **signed(),
            )
            for other in alias or []:
                registry.add_alias(code, other, **signed())
    typer.echo(f"Đã thêm cơ quan {code} – {name}.")


@app.command("list")
def agency_list() -> None:
    """Liệt kê các cơ quan."""
    with django_ready():
        from vanthu.axis.registry import queries, states

        for line in queries.agency_lines():
            parts = [line.code, line.name, states.LABELS[line.state], line.system_id or "chưa có hệ thống"]
            parts += [f"mã khác: {', '.join(line.other_codes)}"] if line.other_codes else []
            parts += [f"thay bằng {line.replaced_by}"] if line.replaced_by else []
            typer.echo(" | ".join(parts))


@app.command("lock")
def agency_lock(
    code: Annotated[str, typer.Argument(help="Mã cơ quan.")],
    reason: Annotated[str, typer.Option(help="Lý do.")] = "",
    unlock: Annotated[bool, typer.Option("--unlock", help="Mở khóa trở lại.")] = False,
) -> None:
    """Tạm khóa một cơ quan (không gửi, không nhận văn bản), hoặc mở khóa."""
    with django_ready():
        from vanthu.axis.registry import operations as registry

        if unlock:
            registry.unlock_agency(code, **signed())
        else:
            registry.lock_agency(code, reason=reason, **signed())
    typer.echo(f"Đã {'mở khóa' if unlock else 'tạm khóa'} cơ quan {code}.")


@app.command("close")
def agency_close(
    code: Annotated[str, typer.Argument(help="Mã cơ quan.")],
    reason: Annotated[str, typer.Option(help="Lý do.")] = "",
) -> None:
    """Đóng hẳn một cơ quan; mã của nó vẫn được giữ để tra cứu."""
    with django_ready():
        from vanthu.axis.registry import operations as registry

        registry.close_agency(code, reason=reason, **signed())
    typer.echo(f"Đã đóng cơ quan {code}.")


@app.command("alias")
def agency_alias(
    code: Annotated[str, typer.Argument(help="Mã hiện hành của cơ quan.")],
    alias: Annotated[str, typer.Argument(help="Mã khác cũng chỉ cơ quan này.")],
) -> None:
    """Cho một cơ quan thêm một mã (mã QCVN 102 hoặc mã cũ)."""
    with django_ready():
        from vanthu.axis.registry import operations as registry

        added = registry.add_alias(code, alias, **signed())
    typer.echo(f"Mã {alias} {'nay' if added else 'vốn đã'} chỉ cơ quan {code}.")


@app.command("replace")
def agency_replace(
    old: Annotated[str, typer.Argument(help="Mã cơ quan chấm dứt hoạt động.")],
    new: Annotated[str, typer.Argument(help="Mã cơ quan tiếp nhận nhiệm vụ.")],
    last_day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ngày cuối cùng cơ quan cũ còn hoạt động; bỏ trống: đóng ngay."),
    ] = None,
) -> None:
    """Đóng một cơ quan và chỉ ra cơ quan thay thế (sáp nhập, đổi mã), ngay bây giờ hoặc hết một ngày đã định."""
    with django_ready():
        from vanthu.axis.registry import operations as registry

        if last_day is None:
            registry.replace_agency(old, new, **signed())
        else:
            registry.plan_replacement(old, new, last_day=last_day.date(), **signed())
    until = f"sẽ đóng sau ngày {last_day:%d/%m/%Y}" if last_day else "đã đóng"
    typer.echo(f"Cơ quan {old} {until}, thay bằng {new}.")
