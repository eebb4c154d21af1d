"""What every command of `vanthu axis` stands on: its settings, its database, who gives the command."""

from __future__ import annotations

import getpass
from contextlib import AbstractContextManager
from typing import Any

import typer

from vanthu.cli import ground
from vanthu.cli.ground import migrate_database, stop

__all__ = ["CONFIG", "django_ready", "migrate_database", "require_evidence_key", "require_migrated", "signed", "stop"]

CONFIG = "VANTHU_AXIS_CONFIG"


def django_ready() -> AbstractContextManager[None]:
    """Load the axis; what goes wrong in it ends the command with its sentence."""
    return ground.django_ready("vanthu.axis.settings", database="cơ sở dữ liệu của trục", migrate="vanthu axis migrate")


def require_migrated() -> None:
    """End the command when the tables are not those of this version."""
    ground.require_migrated("Cơ sở dữ liệu của trục chưa được tạo hoặc chưa nâng cấp. Hãy chạy: vanthu axis migrate")


def require_evidence_key() -> None:
    """Say what an axis without a key cannot do; raises EvidenceKeyUnusable for one that is set and cannot be used."""
    from django.conf import settings

    from vanthu.axis.evidence import keys

    if keys.configured():
        keys.key()
    elif settings.AXIS.environment == "production":
        lacking = keys.NoEvidenceKey()
        typer.echo(f"{lacking.sentence} [{lacking.code}]", err=True)


def signed() -> dict[str, Any]:
    """Return who gives this command, and when."""
    from vanthu.runtime import clock

    return {"by": f"cli:{getpass.getuser()}", "at": clock.now()}
