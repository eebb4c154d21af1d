"""`vanthu office …`: run an office installation and load who works in it."""

from vanthu.cli.office.commands import app

__all__ = ["app"]
