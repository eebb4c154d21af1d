"""Every error and every setting of the office is explained in the manual, and the manual explains no other."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from pydantic import BaseModel

import vanthu.office
import vanthu.runtime
from vanthu.office.settings import OfficeSettings
from vanthu.runtime.errors import VanThuError

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
ROW = re.compile(r"^\| `([^`]+)` \|([^|]*)\|([^|]*)\|", re.MULTILINE)


def import_everything(package: ModuleType) -> None:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not re.search(r"\.(tests|testing|migrations)\b", found.name):
            importlib.import_module(found.name)


def errors_of_the_office() -> list[type[VanThuError]]:
    for package in (vanthu.office, vanthu.runtime):
        import_everything(package)
    found, left = {VanThuError}, [VanThuError]
    while left:
        below = left.pop().__subclasses__()
        found.update(below)
        left.extend(below)
    ours = re.compile(r"^vanthu\.(office|runtime)\.(?!.*\btests?\b)")
    return sorted((one for one in found if ours.match(one.__module__)), key=lambda one: one.code)


def explained() -> dict[str, list[tuple[str, str]]]:
    """Return the rows of all pages by code; a code may be told on the pages of several domains."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for path in (REFERENCE / "errors").glob("*.md"):
        for code, sentence, remedy in ROW.findall(path.read_text("utf-8")):
            rows.setdefault(code, []).append((sentence.strip(), remedy.strip()))
    return rows


def beginning(template: str) -> str:
    """The first few words before anything is filled in; the manual may shorten the rest."""
    return re.split(r"[{.(,;]", template)[0].strip(" «")[:15]


def test_every_error_is_explained_with_its_sentence_and_what_to_do() -> None:
    rows = explained()
    errors = errors_of_the_office()
    assert len(errors) > 30
    assert [one.code for one in errors if one.code not in rows] == []
    assert [one.code for one in errors if not any(remedy for _, remedy in rows[one.code])] == []
    wrong = [one for one in errors if not any(beginning(one.template) in sentence for sentence, _ in rows[one.code])]
    assert {one.code: one.template for one in wrong} == {}


def test_a_code_means_one_error() -> None:
    named: dict[str, str] = {}
    for one in errors_of_the_office():
        assert named.setdefault(one.code, one.__name__) == one.__name__, one.code


@pytest.mark.parametrize("page", ["office.md"])
def test_the_page_explains_no_error_that_does_not_exist(page: str) -> None:
    told = {code for code, *_ in ROW.findall((REFERENCE / "errors" / page).read_text("utf-8"))}
    known = {one.code for one in errors_of_the_office()} | {"vanthu.E001", "vanthu.E002", "vanthu.W001"}
    assert told - known == set()


def names(model: type[BaseModel], prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, field in model.model_fields.items():
        kind = field.annotation
        several = next((one for one in get_args(kind) if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found |= names(kind, f"{prefix}{name}.")
        elif several is not None:  # a table of the file that may stand there several times
            found |= names(several, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = ... if field.is_required() else field.default
    return found


def _as_toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"`{json.dumps(value)}`"
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_setting_is_explained_with_its_default() -> None:
    page = (REFERENCE / "settings-office.md").read_text("utf-8")
    rows = {name: default.strip() for name, default, _ in ROW.findall(page)}
    settings = names(OfficeSettings)
    assert set(rows) == set(settings)
    for name, default in settings.items():
        shown = {"*(bắt buộc)*": ..., "*(không có)*": None}.get(rows[name], rows[name])
        written = _as_toml(default)
        assert shown in {default, written} or (shown is None and default == ()), name
