"""`vanthu demo`: the journey of one letter, in real processes over real HTTP."""

from vanthu.cli.demo.command import app

__all__ = ["app"]
