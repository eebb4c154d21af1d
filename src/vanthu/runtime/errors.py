"""The one family of errors that a person may see."""

from __future__ import annotations

from typing import Any, ClassVar


class VanThuError(Exception):
    """What happened, in a Vietnamese sentence that says what to do, under a code the manual explains.

    Subclasses set `code` and `template`; the keyword arguments fill the template and stay readable as
    `details`. `http_status` is what a web answer uses.
    """

    code: ClassVar[str] = "VT-000"
    template: ClassVar[str] = "Có lỗi chưa rõ. Dữ liệu đã nhập không mất; hãy thử lại hoặc báo người quản trị."
    http_status: ClassVar[int] = 409

    def __init__(self, **details: Any) -> None:
        self.details = details
        self.sentence = self.template.format(**details)
        super().__init__(f"{self.code}: {self.sentence}")
