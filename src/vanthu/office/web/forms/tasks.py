"""What the verbs of tasks ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.assignments.states import Origin
from vanthu.office.documents.states import Urgency
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.forms.dates import DayField

_TEXT = {"rows": 3}


def who(person: Any) -> str:
    """Return a person as a choice: name, position, unit."""
    unit = f", {person.unit.name}" if person.unit else ""
    return f"{person.full_name} – {person.position}{unit}"


class DirectionForm(forms.Form):
    """Who does it, with whom, who is to know, by when, and how; naming a person names his unit."""

    lead_unit = forms.TypedChoiceField(label=_("Đơn vị chủ trì"), required=False)
    lead_person = forms.TypedChoiceField(label=_("Người xử lý chính"), required=False)
    due_on = DayField(label=_("Hạn xử lý"), required=False)
    instruction = forms.CharField(label=_("Ý kiến chỉ đạo"), required=False, widget=forms.Textarea(_TEXT))
    cooperating = forms.TypedMultipleChoiceField(
        label=_("Đơn vị phối hợp"), required=False, widget=forms.CheckboxSelectMultiple
    )
    helpers = forms.TypedMultipleChoiceField(
        label=_("Người phối hợp (không bắt buộc)"), required=False, widget=forms.SelectMultiple({"size": 3})
    )
    inform = forms.TypedMultipleChoiceField(label=_("Để biết"), required=False, widget=forms.CheckboxSelectMultiple)
    urgency = forms.TypedChoiceField(label=_("Độ khẩn"), required=False, coerce=int, choices=Urgency.choices)

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        units = [(str(unit.pk), unit.name) for unit in organizations.units()]
        serving = [one for one in organizations.people() if one.unit_id]
        self._unit_of = {str(one.pk): str(one.unit_id) for one in serving}
        people = [(str(one.pk), who(one)) for one in serving]
        self.fields["lead_unit"].choices = [("", _("— chọn —")), *units]  # type: ignore[attr-defined]
        self.fields["cooperating"].choices = self.fields["inform"].choices = units  # type: ignore[attr-defined]
        self.fields["helpers"].choices = people  # type: ignore[attr-defined]
        self.fields["lead_person"].choices = [("", _("— do đơn vị tự phân công —")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the unit of the person named; somebody has to lead."""
        typed = super().clean() or {}
        typed["lead_unit"] = typed.get("lead_unit") or self._unit_of.get(typed.get("lead_person") or "", "")
        if not typed["lead_unit"]:
            self.add_error("lead_unit", _("Hãy chọn đơn vị chủ trì."))
        return typed


class WorkForm(DirectionForm):
    """Work that is about no single document (nhiệm vụ)."""

    title = forms.CharField(
        label=_("Nội dung công việc"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy ghi nội dung công việc.")},
    )
    origin = forms.ChoiceField(
        label=_("Nguồn giao"),
        choices=[(one.value, one.label) for one in (Origin.DIRECT, Origin.MEETING, Origin.PLAN)],
    )
    origin_text = forms.CharField(label=_("Căn cứ (cuộc họp, kế hoạch…)"), max_length=300, required=False)
    code = forms.CharField(label=_("Mã nhiệm vụ của cấp trên (nếu có)"), max_length=60, required=False)

    field_order: tuple[str, ...] = ("title", "origin", "origin_text", "lead_unit", "lead_person", "due_on")


class FileField(forms.FileField):
    """A file that may go with what is said."""

    def __init__(self) -> None:
        super().__init__(label=_("Tệp kèm theo (không bắt buộc)"), required=False)


class ReportForm(forms.Form):
    """How far it has come."""

    progress = forms.IntegerField(
        label=_("Đã xong khoảng (%)"), min_value=0, max_value=100, widget=forms.NumberInput({"step": 5})
    )
    text = forms.CharField(label=_("Tiến độ, vướng mắc"), required=False, widget=forms.Textarea(_TEXT))
    file = FileField()


class AskForm(forms.Form):
    """A question, or words to urge."""

    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(_TEXT))
    file = FileField()


class UrgeForm(forms.Form):
    """Words to urge with; there are some already."""

    text = forms.CharField(label=_("Nội dung đôn đốc (không bắt buộc)"), required=False, widget=forms.Textarea(_TEXT))


class AnswerForm(forms.Form):
    """The answer to one of the questions at the task."""

    question = forms.ChoiceField(label=_("Câu hỏi"))
    text = forms.CharField(label=_("Trả lời"), widget=forms.Textarea(_TEXT))
    file = FileField()

    def __init__(self, data: Any = None, files: Any = None, *, questions: list[tuple[str, str]]) -> None:
        super().__init__(data, files)
        self.fields["question"].choices = questions  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """What came of it: words, an issued document, a file."""

    result = forms.CharField(label=_("Kết quả"), required=False, widget=forms.Textarea(_TEXT))
    answer_code = forms.CharField(
        label=_("Văn bản đi là kết quả (số, ký hiệu; không bắt buộc)"),
        required=False,
        widget=forms.TextInput({"placeholder": "125/SNV-CCVC", "autocomplete": "off"}),
    )
    file = FileField()


class ExtensionForm(forms.Form):
    """Until when, and why."""

    wanted_on = DayField(label=_("Xin lùi hạn đến"))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(_TEXT))


class GrantForm(forms.Form):
    """Until when; the day that was asked for stands there already."""

    until = DayField(label=_("Gia hạn đến"))
    opinion = forms.CharField(label=_("Ý kiến (không bắt buộc)"), required=False, widget=forms.Textarea(_TEXT))


class SplitForm(forms.Form):
    """A part of a task, for one of the unit."""

    title = forms.CharField(label=_("Nội dung việc con"), max_length=500, widget=forms.Textarea({"rows": 2}))
    person = forms.TypedChoiceField(label=_("Người xử lý"), error_messages={"required": _("Hãy chọn người xử lý.")})
    due_on = DayField(label=_("Hạn xử lý"), required=False)
    instruction = forms.CharField(label=_("Yêu cầu"), required=False, widget=forms.Textarea(_TEXT))

    def __init__(self, data: Any = None, files: Any = None, *, unit_id: Any = None, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        people = [(str(one.pk), who(one)) for one in organizations.people(unit_id)]
        self.fields["person"].choices = [("", _("— chọn —")), *people]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """The number of a document that one may see."""

    code = forms.CharField(
        label=_("Số, ký hiệu văn bản"), widget=forms.TextInput({"placeholder": "125/SNV-CCVC", "autocomplete": "off"})
    )


class TakersForm(forms.Form):
    """Who takes each task of one who leaves, and why he leaves."""

    reason = forms.CharField(
        label=_("Lý do bàn giao"),
        max_length=500,
        widget=forms.TextInput({"placeholder": _("nghỉ hưu, chuyển công tác, đi học dài hạn…")}),
    )

    def __init__(self, data: Any = None, *, tasks: list[Any], giver: Any) -> None:
        super().__init__(data)
        for task in tasks:
            people = [one for one in organizations.people(task.unit_id) if one.pk != giver.pk]
            choices = [("", _("— chọn —")), *((str(one.pk), who(one)) for one in people)]
            only = str(people[0].pk) if len(people) == 1 else None
            self.fields[str(task.pk)] = forms.ChoiceField(label=task_words(task), choices=choices, initial=only)

    @property
    def lines(self) -> list[Any]:
        """The fields of the tasks, without the reason."""
        return [self[name] for name in self.fields if name != "reason"]


def task_words(task: Any) -> str:
    """Return what a task is about, with its deadline."""
    about = task.assignment.title or (str(task.assignment.document) if task.assignment.document else "")
    return f"{about} (hạn {task.due_on:%d/%m/%Y})" if task.due_on else about
