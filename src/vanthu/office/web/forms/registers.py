"""What the registers ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.documents import queries as documents
from vanthu.office.organizations import queries as organizations
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import LEGAL_TYPES, RegisterKind, SeriesScope
from vanthu.office.reports.queries import Chosen
from vanthu.office.reports.states import PrintFormat
from vanthu.office.web.forms.dates import DayField


class BookFilterForm(forms.Form):
    """What a register is narrowed to, as it stands in the address."""

    nam = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)
    day = forms.ChoiceField(label=_("Dãy số"), required=False)
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)
    don_vi = forms.TypedChoiceField(label=_("Đơn vị"), required=False, coerce=str, empty_value=None)
    q = forms.CharField(label=_("Có chữ"), required=False, max_length=200)

    def __init__(self, data: QueryDict, *, today: date, series: Any) -> None:
        super().__init__(data)
        years = [(year, str(year)) for year in range(today.year, today.year - 10, -1)]
        units = [(str(unit.pk), unit.name) for unit in organizations.units()]
        self._offer("nam", years)
        self._offer("don_vi", units)
        if len(series) > 1:
            self._offer("day", [(one.code, one.name) for one in series])
        else:
            del self.fields["day"]
        self._year = today.year

    def chosen(self) -> Chosen:
        """Return the part of the register; this year's where nothing else was asked for."""
        self.is_valid()
        got = self.cleaned_data
        days = {"from_day": got.get("tu"), "to_day": got.get("den")}
        asked_year = got.get("nam")
        year = asked_year or (None if any(days.values()) else self._year)
        series, text = got.get("day") or "", got.get("q") or ""
        return Chosen(year=year, series=series, unit_id=got.get("don_vi") or None, text=text, **days)

    @property
    def narrowed(self) -> int:
        """Tell how many conditions beside the year hold."""
        return sum(1 for name in self.fields if name != "nam" and self.cleaned_data.get(name))

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("Tất cả")), *choices]  # type: ignore[attr-defined]


class PrintForm(forms.Form):
    """As what a register is printed."""

    format = forms.ChoiceField(
        label=_("Dạng tệp"),
        choices=[
            (PrintFormat.PDF, _("PDF: in, đóng quyển và lưu")),
            (PrintFormat.DOCX, _("DOCX: mở bằng Word, LibreOffice")),
            (PrintFormat.XLSX, _("XLSX: bảng tính để lọc, đếm")),
        ],
        widget=forms.RadioSelect,
        initial=PrintFormat.PDF,
    )
    volume = forms.CharField(label=_("Quyển số"), required=False, max_length=20)


class ReserveForm(forms.Form):
    """Keeping the next number."""

    series = forms.ChoiceField(label=_("Dãy số"))
    due_on = DayField(label=_("Giữ đến ngày"))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea({"rows": 3}), max_length=500)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"due_on": min(today.replace(month=12, day=31), _in_days(today, 7))})
        names = registers.series_names(RegisterKind.OUTGOING, today.year)
        self.fields["series"].choices = [(one.code, one.name) for one in names]  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """Keeping a number longer."""

    due_on = DayField(label=_("Giữ đến ngày"))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea({"rows": 3}), max_length=500)


class UseForm(forms.Form):
    """For which signed document a reserved number is."""

    document = forms.ChoiceField(label=_("Văn bản đã ký, chờ cấp số"))

    def __init__(self, data: Any = None, *, waiting: Any = ()) -> None:
        super().__init__(data)
        self.fields["document"].choices = [  # type: ignore[attr-defined]
            (str(row.document_id), f"{row.type_name}: {row.subject}") for row in waiting
        ]


class PostForm(forms.Form):
    """A line of the post register."""

    code_text = forms.CharField(
        label=_("Số, ký hiệu văn bản"), max_length=100, widget=forms.TextInput({"placeholder": "125/SNV-CCVC"})
    )
    recipient = forms.CharField(label=_("Nơi nhận"), max_length=300)
    envelopes = forms.IntegerField(label=_("Số lượng bì"), min_value=1, initial=1)
    sent_on = DayField(label=_("Ngày chuyển"))
    remark = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)


class SignPostForm(forms.Form):
    """Who of the post signed."""

    signed_by = forms.CharField(label=_("Người ký nhận"), max_length=100)
    on = DayField(label=_("Ngày ký nhận"))


class LendForm(forms.Form):
    """Who borrows a kept copy, by whose leave."""

    code_text = forms.CharField(
        label=_("Số, ký hiệu văn bản"), max_length=100, widget=forms.TextInput({"placeholder": "125/SNV-CCVC"})
    )
    borrower = forms.ChoiceField(label=_("Người sử dụng"))
    permitted_by = forms.ChoiceField(label=_("Người cho phép"))
    file_code = forms.CharField(label=_("Số và ký hiệu hồ sơ"), required=False, max_length=100)
    remark = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, at: Any) -> None:
        super().__init__(data)
        people = [(str(one.pk), f"{one.full_name} – {one.position}") for one in organizations.people()]
        heads = {
            str(one.pk): f"{one.full_name} – {one.position}"
            for duty in (Duty.LEADER, Duty.UNIT_HEAD)
            for one in access.holders(duty, at=at)
        }
        self.fields["borrower"].choices = [("", _("— chọn —")), *people]  # type: ignore[attr-defined]
        self.fields["permitted_by"].choices = [("", _("— chọn —")), *heads.items()]  # type: ignore[attr-defined]


class RemarkForm(forms.Form):
    """A word if one wants."""

    remark = forms.CharField(label=_("Ghi chú (không bắt buộc)"), required=False, max_length=300)


class PaperForm(forms.Form):
    """A paper document as it lies before the clerk, in the order of the register's columns."""

    type_code = forms.ChoiceField(label=_("Loại văn bản"))
    issued_on = DayField(label=_("Ngày văn bản"))
    notation = forms.CharField(label=_("Ký hiệu"), max_length=50, help_text=_("Phần sau dấu gạch chéo: QĐ-SNV."))
    place = forms.ChoiceField(label=_("Số"), required=False)
    subject = forms.CharField(label=_("Trích yếu"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    signer_name = forms.CharField(label=_("Người ký"), max_length=100)
    signer_position = forms.CharField(label=_("Chức vụ người ký"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Đơn vị soạn thảo"))
    recipients = forms.CharField(
        label=_("Nơi nhận"), widget=forms.Textarea({"rows": 3}), help_text=_("Mỗi nơi một dòng.")
    )
    copies = forms.IntegerField(label=_("Số lượng bản"), min_value=1, initial=1)
    sent_on = DayField(label=_("Ngày chuyển"), required=False)
    reason = forms.CharField(label=_("Lý do vào sổ sau"), widget=forms.Textarea({"rows": 2}), max_length=500)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        kept = [
            (str(one.pk), _("Số giữ chỗ %(number)02d (%(why)s)") % {"number": one.number, "why": one.reason})
            for one in registers.reserved(RegisterKind.OUTGOING)
        ]
        choices = {
            "type_code": [(one.code, one.name) for one in documents.document_types(today)],
            "place": [("", _("Số kế tiếp của sổ")), *kept],
            "unit": [(str(one.pk), one.name) for one in organizations.units()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class SeriesForm(forms.Form):
    """A series of numbers, by decision of the head of the agency."""

    scope = forms.ChoiceField(
        label=_("Dùng cho"),
        choices=[choice for choice in SeriesScope.choices if choice[0] != SeriesScope.GENERAL],
        initial=SeriesScope.TYPES,
    )
    name = forms.CharField(label=_("Tên dãy số"), max_length=100)
    types = forms.MultipleChoiceField(
        label=_("Loại văn bản"), required=False, widget=forms.CheckboxSelectMultiple({"class": "columns"})
    )
    body_name = forms.CharField(
        label=_("Tên hội đồng, ban"), required=False, max_length=200, help_text=_("Chỉ khi dùng cho hội đồng, ban.")
    )
    notations = forms.CharField(
        label=_("Phần ký hiệu của văn bản mật"),
        required=False,
        max_length=200,
        help_text=_("Chỉ khi dùng cho văn bản mật; cách nhau bằng dấu phẩy, ví dụ M, TM. Tệp có ký hiệu này bị chặn."),
    )
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    legal_basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, help_text=_("Văn bản của người đứng đầu cơ quan quy định cách đánh số.")
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_from": date(today.year + 1, 1, 1)})
        types = [(one.code, one.name) for one in documents.document_types(today)]
        self.fields["types"].choices = [*types, *LEGAL_TYPES]  # type: ignore[attr-defined]


class EndSeriesForm(forms.Form):
    """From when a series counts no more."""

    valid_to = DayField(label=_("Ngày cuối cùng"))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea({"rows": 2}), max_length=500)


def _in_days(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
