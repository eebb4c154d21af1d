"""`python -m vanthu.cli …` is `vanthu …`."""

from vanthu.cli.main import app

if __name__ == "__main__":
    app()
