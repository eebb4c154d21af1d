"""Help on the page itself: rules beside fields, what is left to set up, empty lists that say what comes there."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from django import forms

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.testing.cast import Cast
from vanthu.office.web import articles, lists
from vanthu.office.web import forms as every_form
from vanthu.office.web.forms.tasks import WorkForm
from vanthu.office.web.shown import first_steps
from vanthu.office.web.tests.conftest import Browse, text_of


def fields() -> dict[str, set[str]]:
    """The fields that stand in each form of the pages."""
    modules = [
        importlib.import_module(f"{every_form.__name__}.{one.name}")
        for one in pkgutil.iter_modules(every_form.__path__)
    ]
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    return {kind.__name__: set(kind.base_fields) for kind in kinds if issubclass(kind, forms.Form)}


@pytest.mark.parametrize(("form", "name"), articles.ARTICLES)
def test_every_rule_stands_beside_a_field_that_exists(form: str, name: str) -> None:
    assert name in fields()[form]


def test_a_form_built_on_another_tells_the_same_rules(office: Cast) -> None:
    found = articles.article(WorkForm()["lead_unit"])
    assert found is not None
    assert found.basis == "khoản 2 Điều 23 Nghị định 30/2020/NĐ-CP"


@pytest.mark.parametrize("tab", [*lists.INCOMING, *lists.OUTGOING], ids=lambda tab: tab.key)
def test_every_list_says_what_comes_there(tab: lists.Tab) -> None:
    assert tab.empty


def test_an_administrator_finds_what_is_left_to_set_up_until_the_agency_can_work(office: Cast, browse: Browse) -> None:
    access.give_duty(office.chi, Duty.ADMINISTRATOR, by=None, at=office.at)
    assert first_steps.left(at=office.at) == []
    access.take_duty(office.chi, Duty.CLERK, by=None, at=office.at)
    titles = {step.title for step in first_steps.left(at=office.after(minutes=1))}
    assert "Người làm văn thư" in titles
    assert "Lãnh đạo cơ quan" not in titles
    assert "việc để cơ quan bắt đầu dùng" in text_of(browse(office.chi).get("/"))
    assert "việc để cơ quan bắt đầu dùng" not in text_of(browse(office.an).get("/"))


def test_what_the_agency_can_do_without_is_no_reason_to_go_on_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = first_steps.Step("Hộp thư", "", "/", done=False, needed=False)
    there = first_steps.Step("Đơn vị", "", "/", done=True)
    for part in ("_people", "_signing", "_sending"):
        monkeypatch.setattr(first_steps, part, lambda at: [there, wanted])
    assert first_steps.left(at=None) == []  # type: ignore[arg-type]
