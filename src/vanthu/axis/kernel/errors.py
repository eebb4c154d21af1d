"""Errors a caller of the axis may see; each has the code the wire carries and a name the manual explains."""

from __future__ import annotations

from typing import ClassVar

from vanthu.runtime.errors import VanThuError
from vanthu.standards.vxp.codes import ErrorCode


class AxisError(VanThuError):
    """A failure the caller is told about. `wire_code` is the `ErrorCode` of the reply."""

    code = "VT-TRUC"
    template = "Trục không thực hiện được yêu cầu."
    wire_code: ClassVar[ErrorCode] = ErrorCode.SYSTEM_ERROR
