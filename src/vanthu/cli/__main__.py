"""`python -m vanthu.cli …` is `vanthu …`."""

from vanthu.cli.main import app

app()
