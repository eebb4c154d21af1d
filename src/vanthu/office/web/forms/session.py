"""Logging in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vanthu.office.organizations import operations
from vanthu.office.organizations import queries as organizations
from vanthu.runtime import clock

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Account

TRIES = 10
WAIT_SECONDS = 15 * 60


class LoginForm(forms.Form):
    """Name and password; after ten wrong tries from one place the name must wait a quarter of an hour."""

    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Hãy nhập tên đăng nhập.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Hãy nhập mật khẩu.")},
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.account: Account | None = None
        self.must_wait = False

    def clean(self) -> dict[str, Any]:
        """Find the account; a wrong name and a wrong password get the same answer."""
        values = super().clean() or {}
        if self.errors:
            return values
        key, at = _key(values["username"], self.request.META.get("REMOTE_ADDR", "")), clock.now()
        if organizations.attempts(key, at=at) >= TRIES:
            self.must_wait = True
            raise forms.ValidationError(
                _("Đã nhập sai quá nhiều lần. Hãy chờ 15 phút rồi thử lại, hoặc nhờ người quản trị đặt lại mật khẩu.")
            )
        self.account = authenticate(self.request, **values)
        if self.account is None:
            operations.count_attempt(key, seconds=WAIT_SECONDS, at=at)
            raise forms.ValidationError(
                _(
                    "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và "
                    "bộ gõ tiếng Việt rồi thử lại."
                )
            )
        operations.forget_attempts(key)
        return values


def _key(username: str, address: str) -> str:
    """Name and place as they are counted; in the database neither stands in the clear."""
    return hashlib.sha256(f"{username.lower()}\n{address}".encode()).hexdigest()
