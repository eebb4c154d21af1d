"""Every word of the pages has its English, and no form answers a Vietnamese in English."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from django import forms
from django.utils import translation

from vanthu.office.testing.cast import Cast
from vanthu.office.web.forms.dates import DayField

SCRIPT = Path(__file__).parents[5] / "scripts" / "translations.py"


@pytest.mark.skipif(not SCRIPT.is_file(), reason="the script that collects the words is only in the repository")
def test_every_word_is_translated_and_compiled() -> None:
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.main(check=True) == 0, "run: python scripts/translations.py, then translate what is empty"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        (forms.CharField(), ""),
        (forms.CharField(max_length=3), "dài quá"),
        (forms.CharField(), "a\x00b"),
        (forms.ChoiceField(choices=[("1", "một")]), "2"),
        (forms.MultipleChoiceField(choices=[("1", "một")]), "khác"),
        (forms.IntegerField(), "ba"),
        (DayField(), "hôm nao"),
        (forms.FileField(), None),
    ],
)
def test_wrong_input_is_answered_in_vietnamese(field: forms.Field, wrong: object) -> None:
    def answer(language: str) -> str:
        with translation.override(language):
            try:
                field.clean(wrong)
            except forms.ValidationError as error:
                return " ".join(error.messages)
        raise AssertionError("the input was taken")

    assert answer("vi") != answer("en") or not answer("vi").isascii()


def test_the_labels_of_states_are_shown_in_english_too(cast: Cast) -> None:
    from vanthu.office.outgoing.states import OutgoingState
    from vanthu.office.web.templatetags.vanthu import t

    with translation.override("en"):
        assert t(OutgoingState.APPROVED.label) == "Approved, to be signed"
