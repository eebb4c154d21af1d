"""What a register is narrowed to, on screen and in print alike."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A part of a register; `text` is looked for as `kernel.words` says, days are those of the line."""

    year: int | None = None
    series: str = ""
    from_day: date | None = None
    to_day: date | None = None
    unit_id: UUID | None = None
    text: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as it is kept with a print."""
        return {name: str(value) if isinstance(value, date | UUID) else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Chosen:
        """Read what `plain` returned."""
        return cls(
            year=kept.get("year"),
            series=kept.get("series") or "",
            from_day=_day(kept.get("from_day")),
            to_day=_day(kept.get("to_day")),
            unit_id=UUID(kept["unit_id"]) if kept.get("unit_id") else None,
            text=kept.get("text") or "",
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
