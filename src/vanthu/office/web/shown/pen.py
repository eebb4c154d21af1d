"""Writes what stands in the lines of a list: what is the same for all of them is found out once for the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from html import escape
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from vanthu.office.web.templatetags import vanthu as words
from vanthu.runtime.clock import VIETNAM

Address = Callable[[UUID], str]
_NOBODY = UUID(int=0)


class Pen:
    """The words, days and addresses of one page."""

    def __init__(self, at: datetime) -> None:
        self.context = {"now": at}
        self.today = at.astimezone(VIETNAM).date()
        self._words: dict[str, str] = {}
        self._days: dict[date, str] = {}
        self._addresses: dict[str, tuple[str, str]] = {}

    def word(self, vietnamese: str) -> str:
        """Translate a word and escape it, each one once."""
        if (known := self._words.get(vietnamese)) is None:
            known = self._words[vietnamese] = escape(gettext(vietnamese)) if vietnamese else ""
        return known

    def said(self, sentence: str, **values: object) -> str:
        """Translate a sentence with values in it, and escape all of it."""
        return escape(gettext(sentence) % values)

    def day(self, value: date | datetime | None) -> str:
        """Write a day as 05/06/2026, a moment as its day in Vietnam."""
        if value is None:
            return ""
        on = value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
        if (known := self._days.get(on)) is None:
            known = self._days[on] = f"{on:%d/%m/%Y}"
        return known

    def moment(self, value: datetime | None) -> str:
        """Write a moment shortly, the exact one on hover."""
        return words.moment(self.context, value)

    def due(self, value: date | None, *, is_open: bool = True) -> str:
        """Write a deadline as a list tells it."""
        return words.due(self.context, value, is_open)

    def limit(self, deadline: Any) -> str:
        """Write a legal deadline shortly."""
        return words.limit(self.context, deadline)

    def address(self, name: str, thing_id: UUID) -> str:
        """Return the address of a thing: that of the page with another id in it."""
        if (ends := self._addresses.get(name)) is None:
            before, _, after = reverse(name, args=[_NOBODY]).partition(str(_NOBODY))
            ends = self._addresses[name] = (before, after)
        return f"{ends[0]}{thing_id}{ends[1]}"

    def urgency(self, level: int, label: str) -> str:
        """Write the mark of urgency; nothing for a normal one."""
        return f'<span class="urgency urgency-{level}">{self.word(label)}</span>' if level else ""

    def pick(self, thing_id: UUID, about: str) -> str:
        """Write the box that chooses a line for the form of the list."""
        said = f"{self.word('Chọn')}: {escape(about)}"
        return f'<input class="pick" type="checkbox" form="picks" name="chon" value="{thing_id}" aria-label="{said}">'

    def link(self, address: str, row: Any) -> str:
        """Write what a line is about as the way to its page."""
        title, about = escape(row.subject), escape(words.about(row))
        return f'<a data-open href="{address}" title="{title}">{about}</a>'


def late(html: str) -> str:
    """Mark something as late."""
    return f'<span class="late">{html}</span>'


def safe(*parts: str) -> SafeString:
    """Join parts of a line whose every value was escaped where it was written."""
    return mark_safe("".join(parts))


def text(value: str) -> str:
    """Escape a value."""
    return escape(value)
