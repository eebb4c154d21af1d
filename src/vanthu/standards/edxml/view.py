"""Look at one element of a scanned package by the names the standard gives, noting what is odd on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from vanthu.standards.edxml.catalog import code_path, finding
from vanthu.standards.edxml.dates import parse_day, parse_moment
from vanthu.standards.edxml.findings import Finding, Severity
from vanthu.standards.edxml.model import Unread
from vanthu.standards.edxml.scanner import Node

_NONE: list[Node] = []
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


class Notes:
    """What the reader collects beside the message: findings, at most so many, and values it could not understand."""

    def __init__(self, findings: Sequence[Finding], most: int) -> None:
        self.findings = list(findings)
        self.unread: list[Unread] = []
        self._most = most
        self._once: set[tuple[str, str]] = set()

    def add(self, code: str, severity: Severity | None = None, /, *, path: str = "", **values: object) -> None:
        if len(self.findings) < self._most:
            self.findings.append(finding(code, severity, path=path, **values))
        elif len(self.findings) == self._most:
            self.findings.append(finding("R.Package.Findings"))

    def add_once(self, code: str, *, path: str, **values: object) -> None:
        """Says it for the first of many like elements only."""
        if (code, code_path(path)) not in self._once:
            self._once.add((code, code_path(path)))
            self.add(code, path=path, **values)

    def keep_unread(self, path: str, raw: str) -> None:
        self.unread.append(Unread(path, raw))
        self.add(f"T.{code_path(path)}", path=path, raw=raw[:200])


class View:
    """An element and its path. Every child asked for counts as known; `done` notes the others."""

    def __init__(self, node: Node, path: str, notes: Notes) -> None:
        self.node = node
        self.path = path
        self.notes = notes
        self._known: set[str] = set()
        self._by_name: dict[str, list[Node]] = {}
        for child in node.children:
            if child.name in self._by_name:
                self._by_name[child.name].append(child)
            else:
                self._by_name[child.name] = [child]

    @property
    def absent(self) -> bool:
        """Tell whether there is no such element, or one without elements below it."""
        return not self._by_name

    def below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def child(self, name: str, *others: str) -> View:
        """The first child of that name; an absent one looks empty."""
        found = self._named(name, *others)
        if len(found) > 1:
            self.notes.add_once("M.Element.Repeated", path=self.below(name), name=name)
        return View(found[0] if found else Node(name), self.below(name), self.notes)

    def children(self, name: str) -> list[View]:
        """All children of that name that hold anything, numbered from 1."""
        found = self._named(name)
        full = [node for node in found if node.has_content or node.payload]
        if len(full) < len(found):
            self.notes.add_once("M.Element.Empty", path=self.below(name), name=name)
        return [View(node, f"{self.below(name)}[{place}]", self.notes) for place, node in enumerate(full, 1)]

    def has(self, name: str) -> bool:
        return name in self._by_name

    def optional(self, name: str) -> str | None:
        self._known.add(name)
        found = self._by_name.get(name)
        if found is None:
            return None
        return found[0].text if len(found) == 1 else self.child(name).node.text

    def text(self, name: str) -> str:
        return self.optional(name) or ""

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(text for view in self.children(name) if (text := view.node.text))

    def day(self, name: str) -> date | None:
        raw = self.optional(name)
        value = parse_day(raw) if raw else None
        if raw and value is None:
            self.notes.keep_unread(self.below(name), raw)
        return value

    def moment(self, name: str) -> datetime | None:
        raw = self.optional(name)
        value = parse_moment(raw) if raw else None
        if raw and value is None:
            self.notes.keep_unread(self.below(name), raw)
        return value

    def integer(self, name: str) -> int | None:
        raw = self.optional(name)
        if raw and not re.fullmatch(r"[0-9]{1,9}", raw):
            self.notes.keep_unread(self.below(name), raw)
            return None
        return int(raw) if raw else None

    def integer_or(self, name: str, default: int) -> int:
        value = self.integer(name)
        return default if value is None else value

    def flag(self, name: str) -> bool | None:
        raw = self.optional(name)
        value = _FLAGS.get(raw.lower()) if raw else None
        if raw and value is None:
            self.notes.keep_unread(self.below(name), raw)
        return value

    def know(self, *names: str) -> None:
        """Elements that say nothing we keep, but are no surprise either."""
        self._known.update(names)

    def done(self) -> None:
        if self._known.issuperset(self._by_name):
            return
        for full_name in self._by_name:
            if full_name not in self._known:
                name = full_name[:60]
                self.notes.add_once("M.Element.Unknown", path=self.below(name), name=name)

    def _named(self, *names: str) -> list[Node]:
        if len(names) == 1:
            self._known.add(names[0])
            return self._by_name.get(names[0], _NONE)
        self._known.update(names)
        return [node for node in self.node.children if node.name in names]
