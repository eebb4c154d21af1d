"""`vanthu pki …`."""

import typer

app = typer.Typer(no_args_is_help=True, help="Hạ tầng khóa công khai dành cho phát triển và trình diễn.")


@app.callback()
def group() -> None:
    """Hold the sub-commands together even while there is only one."""
