"""The command `vanthu`: one sub-command a program, one file a sub-command, loaded when it is asked for."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

PROGRAMS = ("edxml", "letter", "pdf", "pki", "axis", "evidence", "office", "conformance", "demo")


class Programs(TyperGroup):
    """The sub-commands by name; the servers start without what only the others need."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help."""
        return list(PROGRAMS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a sub-command."""
        if cmd_name not in PROGRAMS:
            return None
        command = typer.main.get_command(import_module(f"vanthu.cli.{cmd_name}").app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Programs,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Văn Thư: quản lý văn bản và điều hành, trục liên thông, ký số.",
)


@app.callback()
def group() -> None:
    """Hold the sub-commands together."""
