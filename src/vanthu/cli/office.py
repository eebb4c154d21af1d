"""`vanthu office …`."""

import typer

app = typer.Typer(no_args_is_help=True, help="Hệ thống quản lý văn bản và điều hành.")


@app.callback()
def group() -> None:
    """Hold the sub-commands together even while there is only one."""
