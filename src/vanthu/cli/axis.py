"""`vanthu axis …`."""

import typer

app = typer.Typer(no_args_is_help=True, help="Trục liên thông văn bản.")


@app.callback()
def group() -> None:
    """Hold the sub-commands together even while there is only one."""
