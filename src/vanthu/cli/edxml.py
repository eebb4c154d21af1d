"""`vanthu edxml …`."""

import typer

app = typer.Typer(no_args_is_help=True, help="Kiểm tra và xem gói tin edXML (QCVN 102).")


@app.callback()
def group() -> None:
    """Hold the sub-commands together even while there is only one."""
