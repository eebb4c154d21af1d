"""Times, deadlines, sizes and labels as an office says them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from html import escape
from json import dumps
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from vanthu.office.copies import policies as copy_policies
from vanthu.office.copies import queries as copies
from vanthu.office.signatures import queries as signatures
from vanthu.office.web import articles
from vanthu.office.web.forms.ways import value_of
from vanthu.office.web.shown import verdict as verdicts
from vanthu.office.web.shown.evidence import EvidenceOf
from vanthu.office.web.shown.evidence import evidence_of as evidence_shown
from vanthu.runtime.clock import VIETNAM

register = template.Library()

_ICONS = "vendor/tabler-icons/icons.svg"


@register.filter
def t(text: object) -> str:
    """Translate a Vietnamese word that comes from below (labels of states, names of verbs)."""
    return gettext(str(text)) if text else ""


@register.simple_tag
def recomputed(shown: verdicts.VerdictShown) -> Any:
    """Return what came out when a verdict was computed again the last time; None when it never was."""
    return signatures.last_recomputed(shown.verdict_id) if shown.verdict_id else None


@register.simple_tag(takes_context=True)
def copies_of(context: dict[str, Any], document: Any) -> dict[str, Any]:
    """Return the copies of a document this person sees, and whether he may ask for one."""
    person, at = context["request"].person, context["now"]
    original = copies.original_of(person, document, at=at)
    may_ask = bool(copy_policies.may_ask(person, original, at=at))
    return {"copies": copies.copies_of(document.pk, person, at=at), "may_ask": may_ask}


@register.simple_tag(takes_context=True)
def evidence_of(context: dict[str, Any], document: Any, version: Any) -> EvidenceOf:
    """Return the evidence files of an issued or received document, and where this person may make one."""
    return evidence_shown(context["request"].person, document, version, at=context["now"])


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw a symbol; the component of the same name is for pages with few of them."""
    return _icon(name, css, static(_ICONS))


@cache
def _icon(name: str, css: str, file: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', css, file, name
    )


@register.filter
def article(field: Any) -> articles.Article | None:
    """Return the rule behind a field of a form."""
    return articles.article(field)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date as 05/06/2026; a moment in Vietnam's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
    return f"{value:%d/%m/%Y}"


@register.filter
def last_day(value: datetime | None) -> str:
    """Write the last day that lies within a period, of which the end itself is no longer part."""
    return day(value - timedelta(microseconds=1)) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """Write the hour of a moment as 08:05."""
    return f"{value.astimezone(VIETNAM):%H:%M}" if value else ""


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], value: datetime | None) -> SafeString | str:
    """Write a moment shortly (08:12, hôm qua 16:05, 05/06 08:12), the exact one on hover."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM)
    return _time(local, short(local, context["now"].astimezone(VIETNAM)))


@register.simple_tag(takes_context=True)
def due(context: dict[str, Any], value: date | None, open_: bool = True) -> SafeString | str:
    """Write a deadline as "còn 2 ngày", "hôm nay", "quá hạn 3 ngày"; a closed one as its date."""
    if value is None:
        return ""
    days = (value - context["now"].astimezone(VIETNAM).date()).days
    words = left(days) if open_ else day(value)
    late = "late" if open_ and days < 0 else ""
    return _html('<time class="{}" datetime="{}" title="{}">{}</time>', late, value.isoformat(), day(value), words)


@register.filter
def about(row: Any) -> str:
    """Write what a line is about as it stands on the page: an official letter begins with "V/v" (ND30 PL I)."""
    subject = str(row.subject)
    letter = row.type_name.lower() == "công văn"
    return f"V/v {subject}" if letter and not subject.lower().startswith("v/v") else subject


@register.simple_tag(takes_context=True)
def limit(context: dict[str, Any], deadline: Any) -> SafeString | str:
    """Write a legal deadline shortly: "trước 11:30", "trễ từ 09:21", or that it must be done at once."""
    if deadline is None:
        return ""
    now = context["now"].astimezone(VIETNAM)
    late = deadline.phase == "late"
    moment_ = deadline.breach_at if late or deadline.phase == "warn" else deadline.warn_at
    when = short(moment_.astimezone(VIETNAM), now)
    words = gettext("trễ từ %(when)s") if late else gettext("trước %(when)s")
    label = deadline.label if late else f"{deadline.label}{time_left(context, deadline)}"
    said = deadline.label if not late and "ngay" in deadline.label else words % {"when": when}
    return _html('<span class="{}" title="{} ({})">{}</span>', "late" if late else "", label, deadline.basis, said)


@register.simple_tag(takes_context=True)
def time_left(context: dict[str, Any], deadline: Any) -> str:
    """Say how long there is until a legal deadline: ", còn 3 giờ 20 phút"; nothing once it is over."""
    now = context["now"]
    until = deadline.warn_at if now < deadline.warn_at else deadline.breach_at
    return gettext(", còn %(span)s") % {"span": span(until - now)} if until > now else ""


@register.filter
def span(length: timedelta) -> str:
    """Say a length of time by its two largest units: "1 ngày 3 giờ"."""
    minutes = int(length.total_seconds() // 60)
    parts = ((minutes // 1440, gettext("ngày")), (minutes // 60 % 24, gettext("giờ")), (minutes % 60, gettext("phút")))
    first = next((number for number, (count, _unit) in enumerate(parts) if count), 2)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count) or f"0 {parts[2][1]}"


@register.filter
def recipient_value(target: Any) -> str:
    """Write a recipient as a form sends it."""
    return value_of(target)


@register.filter
def json(value: object) -> str:
    """Write a value as JSON for an attribute; the template escapes it."""
    return dumps(value, ensure_ascii=False)


@register.filter
def step(seen: Any) -> str:
    """Say what a recipient reported in one clause: "đã tiếp nhận, vào sổ văn bản đến số 88"."""
    label, said = gettext(seen.label), str(seen.description or "").strip()
    if said.lower().startswith(label.lower()):
        label, said = said, ""
    clause = f"{label}: {said}" if said and seen.code != "01" else label
    return clause[:1].lower() + clause[1:]


@register.filter
def is_open(state: str) -> bool:
    """Tell whether a document or a task in this state still waits for somebody."""
    return state not in {"completed", "refused", "issued", "withdrawn", "done", "given_back", "sent_back"}


@register.filter
def size(value: int) -> str:
    """Write a number of bytes as 12 KB or 3,4 MB."""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / 1024 / 1024:.1f} MB".replace(".", ",")


@register.filter
def thousands(value: int) -> str:
    """Write a number as 1.000."""
    return f"{value:,}".replace(",", ".")


@register.filter
def number2(value: int | None) -> str:
    """Write a register number with two digits at least (ND30-A15)."""
    return f"{value:02d}" if value is not None else ""


@register.filter
def cell(value: object) -> str:
    """Write a cell of a register: days as 05/06/2026, nothing for nothing."""
    return day(value) if isinstance(value, date) else "" if value is None else str(value)


@register.filter
def of(values: dict[str, Any], key: str) -> Any:
    """Return what a dictionary has under a key, nothing when it has not."""
    return values.get(key, ())


def short(local: datetime, now: datetime) -> str:
    """Say a moment relative to today: the hour today, "hôm qua" with the hour, else day and month."""
    if local.date() == now.date():
        return f"{local:%H:%M}"
    if local.date() == now.date() - timedelta(days=1):
        return gettext("hôm qua %(hour)s") % {"hour": f"{local:%H:%M}"}
    if local.date() == now.date() + timedelta(days=1):
        return gettext("ngày mai %(hour)s") % {"hour": f"{local:%H:%M}"}
    return f"{local:%d/%m %H:%M}" if local.year == now.year else f"{local:%d/%m/%Y}"


def left(days: int) -> str:
    """Say how long is left."""
    if days < 0:
        return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", -days) % {"days": -days}
    if days == 0:
        return gettext("hạn hôm nay")
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}


def _time(local: datetime, words: str) -> SafeString:
    return _html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), f"{local:%d/%m/%Y %H:%M:%S}", words)


def _html(form: str, *values: str) -> SafeString:
    """What `format_html` does with plain text, at a third of its cost: a list writes it hundreds of times."""
    return mark_safe(form.format(*map(escape, values)))
