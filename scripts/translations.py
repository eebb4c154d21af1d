"""Collect the words of the office's pages, and compile their translations (Babel; no gettext tools needed).

`python scripts/translations.py` brings locale/*/LC_MESSAGES/django.po up to date with templates and code and writes
the .mo files. Message ids are Vietnamese; `en` translates them, `vi` holds what Django's own Vietnamese lacks.
`--check` changes nothing and exits 1 when a word has no English, or a .mo file is older than its .po.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
OFFICE = ROOT / "src" / "vanthu" / "office"
WEB = OFFICE / "web"
LOCALE = WEB / "locale"
KEYWORDS = {
    **dict.fromkeys(("_", "_l", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
}
_STRING = re.compile(r"""u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*\"""")
_CALL = re.compile(rf"\b(n?gettext|_)\(\s*((?:{_STRING.pattern})(?:\s*,\s*(?:{_STRING.pattern}))?)")
_HEADER = "# The words of the office's pages; scripts/translations.py keeps this file. Message ids are Vietnamese."
_NOISE = re.compile(
    rb'"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid|Last-Translator|Language-Team)[^\n]*\n'
)
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""The same words make the same bytes on any day."""
Found = tuple[str | tuple[str, ...], str]


def words() -> Catalog:
    """Return every message of the pages, those of labels that come from the domains included."""
    catalog = Catalog(project="Văn Thư", charset="utf-8")
    for message, place in sorted({*_templates(), *_code(), *_labels()}, key=lambda found: (found[1], str(found[0]))):
        flags = ["python-format"] if "%(" in str(message) else []
        catalog.add(message, locations=[(place, 0)], flags=flags)
    return catalog


def _templates() -> Iterator[Found]:
    from django.utils.translation.template import templatize

    for path in sorted((WEB / "templates").rglob("*.html")):
        source = templatize(path.read_text("utf-8"), origin=str(path))
        place = path.relative_to(ROOT).as_posix()
        for call in _CALL.finditer(source):  # the result of templatize only looks like Python
            strings = tuple(ast.literal_eval(text) for text in _STRING.findall(call.group(2)))
            yield (strings if call.group(1) == "ngettext" else strings[0]), place


def _code() -> Iterator[Found]:
    for path in sorted(WEB.rglob("*.py")):
        if "tests" not in path.parts:
            yield from _extracted(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())


def _extracted(source: str, place: str) -> Iterator[Found]:
    for _line, message, _comments, _context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield (tuple(message) if isinstance(message, list | tuple) else message), place


def _labels() -> Iterator[Found]:
    """Words of states and verbs: plain Vietnamese below, translated where they are shown."""
    from vanthu.office.access import states as access
    from vanthu.office.announcements import policies as announcement_policies
    from vanthu.office.announcements import states as announcements
    from vanthu.office.assignments import policies as assignment_policies
    from vanthu.office.assignments import states as assignments
    from vanthu.office.copies import policies as copy_policies
    from vanthu.office.copies import states as copies
    from vanthu.office.dispatch import states as dispatch
    from vanthu.office.documents import states as documents
    from vanthu.office.exchange import states as exchange
    from vanthu.office.incoming import policies as incoming_policies
    from vanthu.office.incoming import states as incoming
    from vanthu.office.notices import states as notices
    from vanthu.office.organizations import states as organizations
    from vanthu.office.outgoing import policies as outgoing_policies
    from vanthu.office.outgoing import states as outgoing
    from vanthu.office.outgoing.queries import contents, particulars
    from vanthu.office.registers import policies as register_policies
    from vanthu.office.registers import states as registers
    from vanthu.office.reports import states as reports
    from vanthu.office.schedule import policies as schedule_policies
    from vanthu.office.schedule import states as schedule
    from vanthu.office.signatures import states as signatures
    from vanthu.standards.edxml import StatusCode
    from vanthu.standards.registers import FORMS
    from vanthu.standards.signing import Outcome

    for module in (
        access,
        announcements,
        assignments,
        copies,
        dispatch,
        documents,
        exchange,
        incoming,
        notices,
        organizations,
        outgoing,
        registers,
        reports,
        schedule,
        signatures,
    ):
        for thing in vars(module).values():
            for label in getattr(thing, "labels", ()):
                yield str(label), module.__name__
    for policies in (
        announcement_policies,
        assignment_policies,
        copy_policies,
        incoming_policies,
        outgoing_policies,
        register_policies,
        schedule_policies,
    ):
        for label in policies.LABELS.values():
            yield label, policies.__name__
    for label in contents.LABELS.values():
        yield label, contents.__name__
    for fields in particulars.FIELDS.values():
        for field in fields:
            yield from ((text, particulars.__name__) for text in (field.label, field.help) if text)
    for form in FORMS.values():
        for title in form.titles:
            yield title, "vanthu.standards.registers"
    for label in (*(code.label for code in StatusCode), *(outcome.label for outcome in Outcome)):
        yield label, "vanthu.standards"


def main(check: bool) -> int:
    """Update and compile, or check; returns the exit code."""
    found = words()
    missing = 0
    for language, template in (("en", found), ("vi", None)):
        place = LOCALE / language / "LC_MESSAGES" / "django.po"
        catalog = read_po(io.BytesIO(place.read_bytes())) if place.is_file() else Catalog(locale=language)
        catalog.header_comment = _HEADER
        catalog.project, catalog.version, catalog.fuzzy = "Văn Thư", "1", False
        if template is not None:
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
        missing += sum(1 for message in catalog if message.id and not _translated(message.string))
        stale = _stale(place, catalog, language, check)
        missing += stale
    return 1 if check and missing else 0


def _translated(text: object) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


def _stale(place: Path, catalog: Catalog, language: str, check: bool) -> int:
    po = io.BytesIO()
    write_po(po, catalog, sort_output=True, omit_header=False, width=120, include_lineno=False)
    written = _NOISE.sub(b"", po.getvalue())
    if not check:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(written)
        place.with_suffix(".mo").write_bytes(_compiled(written))
        return 0
    binary = place.with_suffix(".mo")
    return int(not binary.is_file() or binary.read_bytes() != _compiled(place.read_bytes()))


def _compiled(po: bytes) -> bytes:
    mo, catalog = io.BytesIO(), read_po(io.BytesIO(po))
    catalog.creation_date = catalog.revision_date = _NO_DAY
    write_mo(mo, catalog)
    return mo.getvalue()


if __name__ == "__main__":
    os.environ.setdefault("VANTHU_OFFICE_CONFIG", str(ROOT / "tests" / "office.toml"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanthu.office.settings")
    import django

    django.setup()
    sys.exit(main(check="--check" in sys.argv[1:]))
