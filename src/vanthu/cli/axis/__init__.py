"""`vanthu axis …`: run an axis, keep its registry, and prove what it did."""

from vanthu.cli.axis import agencies, evidence, operators, parent, systems
from vanthu.cli.axis.running import app

app.add_typer(agencies.app, name="agency")
app.add_typer(systems.app, name="system")
app.add_typer(parent.app, name="parent")
app.add_typer(operators.app, name="operator")
app.command("audit")(evidence.audit)
app.command("head")(evidence.head)

__all__ = ["app"]
