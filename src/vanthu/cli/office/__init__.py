"""`vanthu office …`: run an office installation and load who works in it."""

from vanthu.cli.office import trust
from vanthu.cli.office.commands import app

app.add_typer(trust.app, name="trust")

__all__ = ["app"]
