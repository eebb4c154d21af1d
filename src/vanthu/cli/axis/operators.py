"""`vanthu axis operator …`: who may use the console of the axis."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import Annotated

import typer

from vanthu.cli.axis.ground import django_ready, signed

app = typer.Typer(no_args_is_help=True, help="Tài khoản của trang quản trị trục.")
Name = Annotated[str, typer.Argument(help="Tên đăng nhập.")]
Asked = Annotated[bool, typer.Option("--ask", help="Hỏi mật khẩu thay vì tự sinh.")]


class Role(StrEnum):
    """What an operator may do."""

    VIEWER = "viewer"
    OPERATOR = "operator"


@app.command("add")
def add(
    name: Name,
    full_name: Annotated[str, typer.Option(help="Họ tên, hiện trên trang.")] = "",
    role: Annotated[Role, typer.Option(help="viewer: chỉ xem; operator: vận hành.")] = Role.OPERATOR,
    ask: Asked = False,
) -> None:
    """Thêm một tài khoản; mật khẩu tự sinh chỉ in lần này."""
    password = _password(ask)
    with django_ready():
        from vanthu.axis.console.operations import accounts

        accounts.add_operator(name, password, full_name=full_name, role=role.value, **signed())
    typer.echo(f"Đã thêm tài khoản {name}." + ("" if ask else f"\nmật khẩu: {password}"))


@app.command("password")
def password(name: Name, ask: Asked = False) -> None:
    """Đặt lại mật khẩu; các phiên đang mở của người đó kết thúc."""
    chosen = _password(ask)
    with django_ready():
        from vanthu.axis.console.operations import accounts

        accounts.set_password(name, chosen, **signed())
    typer.echo(f"Đã đặt lại mật khẩu của {name}." + ("" if ask else f"\nmật khẩu: {chosen}"))


@app.command("lock")
def lock(name: Name, unlock: Annotated[bool, typer.Option("--unlock", help="Cho dùng trở lại.")] = False) -> None:
    """Khóa một tài khoản ngay lập tức, hoặc cho dùng trở lại."""
    with django_ready():
        from vanthu.axis.console.operations import accounts

        accounts.change_operator(name, {"active": unlock}, **signed())
    typer.echo(f"Tài khoản {name} {'dùng được trở lại' if unlock else 'đã khóa'}.")


@app.command("role")
def role(name: Name, role: Annotated[Role, typer.Argument(help="viewer hoặc operator.")]) -> None:
    """Đổi vai trò của một tài khoản."""
    with django_ready():
        from vanthu.axis.console.operations import accounts

        accounts.change_operator(name, {"role": role.value}, **signed())
    typer.echo(f"Tài khoản {name} nay có vai trò {role.value}.")


@app.command("list")
def listed() -> None:
    """Liệt kê các tài khoản."""
    with django_ready():
        from vanthu.axis.console.queries.operators import lines

        for line in lines():
            state = "đang dùng" if line.active else "đã khóa"
            typer.echo(f"{line.name} | {line.full_name or '-'} | {line.role_label} | {state} | {line.entered}")


def _password(ask: bool) -> str:
    if ask:
        return str(typer.prompt("Mật khẩu (ít nhất 12 ký tự)", hide_input=True, confirmation_prompt="Nhập lại"))
    return secrets.token_urlsafe(15)
