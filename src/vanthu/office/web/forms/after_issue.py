"""What is asked for once a document is issued."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vanthu.office.dispatch.queries import Target
from vanthu.office.documents.states import OFFICIAL_LETTER
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.queries import RecipientWay
from vanthu.office.web.forms.dates import DayField
from vanthu.office.web.forms.verbs import ReasonForm
from vanthu.office.web.forms.ways import chosen_of, lacking, others_of, recipients_of
from vanthu.runtime import clock


class UpdateForm(ReasonForm):
    """Corrected data for those who have the document, and more recipients; these are rows of the dialog's template."""

    due_on = DayField(label=_("Hạn trả lời mới (không bắt buộc)"), required=False)
    page_amount = forms.IntegerField(label=_("Số trang đúng (không bắt buộc)"), required=False, min_value=1)
    told = forms.MultipleChoiceField(
        label=_("Báo cho nơi đã nhận"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: QueryDict | None = None, *, recipients: list[tuple[str, str]], type_code: str = OFFICIAL_LETTER
    ) -> None:
        super().__init__(data, initial={"told": [code for code, _name in recipients]})
        self.fields["told"].choices = recipients  # type: ignore[attr-defined]
        rows = data if data is not None else QueryDict()
        self.type_code = type_code
        self.added, self.others = recipients_of(rows.getlist("recipient")), others_of(rows.getlist("recipient"))
        self.chosen = chosen_of(rows)

    @property
    def ways(self) -> tuple[RecipientWay, ...]:
        """How the document would go to each added recipient: by the rules for its type, or as chosen."""
        named = [Target(name, code=code) for code, name in self.added]
        others = [Target(one.name, address=one.address, email=one.email) for one in self.others]
        planned = queries.planned([*named, *others], self.type_code, at=clock.now())
        return queries.with_choices(planned, self.chosen)

    def clean(self) -> dict[str, Any]:
        """Put the added recipients beside the fields; ask for a reason wherever the way departs from the rule."""
        for sentence in lacking(self.ways):
            self.add_error(None, sentence)
        return {**(super().clean() or {}), "added": self.added, "others": self.others, "ways": self.chosen}
