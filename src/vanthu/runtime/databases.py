"""Django's DATABASES from one URL: `sqlite:///path` (the default) or `postgresql://user:secret@host:port/name`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vanthu.runtime.settings import SettingsError

_SQLITE = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=30000; "
    "PRAGMA cache_size=-16000;"
)


def database(url: str) -> dict[str, Any]:
    """Return the settings of the default database for `url`; raises SettingsError for another scheme."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite:///"))
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(url)
    raise SettingsError(
        f"Giá trị «database» không hợp lệ: «{parts.scheme or url}». Dùng sqlite:///đường-dẫn hoặc postgresql://…"
    )


def _sqlite(path: str) -> dict[str, Any]:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": _SQLITE, "timeout": 30},
    }


MOST_CONNECTIONS = 40
"""Of one process: every duty of a worker has a thread, and lanes that wait for another machine have eight each."""
_SMALL_QUESTIONS = ("jit=off", "max_parallel_workers_per_gather=0")
"""Many people ask at once, each for some lines: compiling a question or parting it among processes costs more."""


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options["options"] = " ".join(filter(None, [options.get("options"), *(f"-c {one}" for one in _SMALL_QUESTIONS)]))
    options["pool"] = {"min_size": 1, "max_size": MOST_CONNECTIONS, "timeout": 30}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
