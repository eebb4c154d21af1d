"""Marking a passage and saying something about it; answering."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """A passage, what stands around it, and the comment."""

    quote = forms.CharField(
        label=_("Đoạn cần góp ý"),
        max_length=5000,
        help_text=_("Bôi đen một đoạn ở bên trái, hoặc chép đoạn ấy vào đây."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Hãy bôi đen hoặc chép đoạn cần góp ý.")},
    )
    before = forms.CharField(required=False, max_length=200, strip=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, max_length=200, strip=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Góp ý"),
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Hãy gõ nội dung góp ý.")},
    )
