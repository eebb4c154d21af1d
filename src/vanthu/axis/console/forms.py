"""The forms of the console."""

from __future__ import annotations

from typing import Any

from django import forms


class _Day(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class LoginForm(forms.Form):
    """Name and password."""

    name = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
        error_messages={"required": "Hãy nhập tên đăng nhập."},
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Hãy nhập mật khẩu."},
    )


class PasswordForm(forms.Form):
    """The present password and the new one twice."""

    present = forms.CharField(
        label="Mật khẩu hiện nay", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    wanted = forms.CharField(
        label="Mật khẩu mới (ít nhất 12 ký tự)",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu mới", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        values = super().clean() or {}
        if values.get("wanted") != values.get("again"):
            raise forms.ValidationError("Hai lần nhập mật khẩu mới không giống nhau.")
        return values


class AgencyForm(forms.Form):
    """What may be changed of an agency."""

    name = forms.CharField(label="Tên cơ quan", max_length=200)
    system = forms.CharField(label="systemid của hệ thống phục vụ", max_length=100, required=False)
    parent = forms.CharField(label="Mã cơ quan cấp trên", max_length=35, required=False)
    is_agency = forms.BooleanField(label="Trực tiếp nhận văn bản", required=False, initial=True)
    valid_from = _Day(label="Ngày bắt đầu hiệu lực", required=False)
    valid_until = _Day(label="Ngày cuối có hiệu lực", required=False)
    mail = forms.CharField(label="Thư điện tử", max_length=100, required=False)
    mobile = forms.CharField(label="Điện thoại", max_length=50, required=False)
    fax = forms.CharField(label="Fax", max_length=50, required=False)


class NewAgencyForm(AgencyForm):
    """A new agency with its codes."""

    field_order = ("code", "name", "aliases", "system", "parent")
    code = forms.RegexField(r"^[0-9A-Za-z._-]+$", label="Mã định danh", max_length=35)
    aliases = forms.CharField(
        label="Mã khác (mã cũ, mã QCVN 102)", required=False, help_text="Nhiều mã thì cách nhau bằng dấu cách."
    )


class AliasForm(forms.Form):
    """One more code."""

    alias = forms.RegexField(r"^[0-9A-Za-z._-]+$", label="Thêm mã khác", max_length=35)


class SystemForm(forms.Form):
    """What one person may change of a system."""

    name = forms.CharField(label="Tên hệ thống", max_length=200)
    rate_per_minute = forms.IntegerField(label="Gói tin mỗi phút, nhiều nhất", min_value=1, required=False)
    max_package_mb = forms.IntegerField(label="Cỡ gói tin lớn nhất (MB)", min_value=1, required=False)
    concurrent_calls = forms.IntegerField(label="Yêu cầu cùng lúc, nhiều nhất", min_value=1, required=False)
    replay_window_seconds = forms.IntegerField(
        label="Số giây dấu thời gian được lệch", min_value=1, required=False, help_text="Để trống: không giới hạn."
    )
    webhook_url = forms.CharField(
        label="Địa chỉ báo tin (webhook)", max_length=500, required=False, help_text="Để trống: không báo."
    )


class NewSystemForm(forms.Form):
    """A new system."""

    system_id = forms.RegexField(r"^[\x21-\x7e]+$", label="systemid", max_length=100)
    name = forms.CharField(label="Tên hệ thống", max_length=200)
    replay_window_seconds = forms.IntegerField(
        label="Số giây dấu thời gian được lệch",
        min_value=1,
        required=False,
        help_text="Để trống với phần mềm dùng SDK chính thức.",
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea({"rows": 2}))
