"""Operators: adding them, letting them in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from vanthu.axis.console.models import Operator, WrongEntry
from vanthu.axis.evidence.operations import append
from vanthu.axis.kernel.errors import AxisError
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode

TRIES_OF_NAME, TRIES_OF_ADDRESS = 10, 50
WAIT = timedelta(minutes=15)


class OperatorExists(AxisError):
    """The name is taken."""

    code = "VT-TRUC-QUAN-TRI-CO-ROI"
    template = "Tài khoản {name} đã có."
    wire_code = ErrorCode.INVALID_PARAMETER


class UnknownOperator(AxisError):
    """Nobody has this name."""

    code = "VT-TRUC-QUAN-TRI-KHONG-CO"
    template = "Không có tài khoản quản trị nào tên {name}."
    wire_code = ErrorCode.NOT_FOUND
    http_status = 404


class WeakPassword(AxisError):
    """The password is too short or too common."""

    code = "VT-TRUC-QUAN-TRI-MAT-KHAU"
    template = "Mật khẩu chưa đủ mạnh: ít nhất 12 ký tự, không thuộc loại phổ biến."
    wire_code = ErrorCode.INVALID_PARAMETER
    http_status = 422


class TooManyTries(AxisError):
    """Too many wrong passwords."""

    code = "VT-TRUC-QUAN-TRI-CHO"
    template = "Đã nhập sai quá nhiều lần. Hãy chờ 15 phút rồi thử lại."
    wire_code = ErrorCode.FORBIDDEN
    http_status = 429


class WrongPassword(AxisError):
    """Name or password are wrong; which of the two is not told."""

    code = "VT-TRUC-QUAN-TRI-SAI"
    template = "Tên hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại."
    wire_code = ErrorCode.WRONG_CREDENTIALS
    http_status = 422


class OperatorsMayEnter(BaseBackend):
    """Django's door for sessions that have begun: whoever was locked is out at the next page."""

    def get_user(self, user_id: UUID | str) -> Operator | None:
        """Return the operator of a session."""
        return Operator.objects.filter(pk=user_id, active=True).first()


def add_operator(name: str, password: str, *, full_name: str = "", role: str, by: str, at: datetime) -> None:
    """Add an operator. Raises OperatorExists, WeakPassword."""
    if role not in Operator.ROLES:
        raise ValueError(f"no such role: {role}")
    sealed = _sealed(password)
    with write():
        if Operator.objects.filter(name=name).exists():
            raise OperatorExists(name=name)
        Operator.objects.create(name=name, full_name=full_name, role=role, password=sealed, created_at=at)
        append("operator.added", name, {"role": role, "full_name": full_name}, by=by, at=at)


def change_operator(name: str, changes: dict[str, Any], *, by: str, at: datetime) -> None:
    """Change `active` or `role`. Raises UnknownOperator."""
    if set(changes) - {"active", "role"}:
        raise ValueError(f"not changeable: {sorted(changes)}")
    with write():
        if not Operator.objects.filter(name=name).update(**changes):
            raise UnknownOperator(name=name)
        append("operator.changed", name, changes, by=by, at=at)


def set_password(name: str, password: str, *, by: str, at: datetime) -> None:
    """Give an operator another password; sessions under the old one end. Raises UnknownOperator, WeakPassword."""
    sealed = _sealed(password)
    with write():
        if not Operator.objects.filter(name=name).update(password=sealed):
            raise UnknownOperator(name=name)
        append("operator.password_changed", name, {}, by=by, at=at)


def change_own_password(operator: Operator, present: str, wanted: str, *, at: datetime) -> None:
    """Let an operator choose a password that nobody else knows. Raises WrongPassword, WeakPassword."""
    if not operator.check_password(present):
        raise WrongPassword
    set_password(operator.name, wanted, by=operator.by, at=at)


def enter(name: str, password: str, *, address: str, at: datetime) -> Operator:
    """Return the operator who proved to be one. Raises TooManyTries, WrongPassword."""
    _require_patience(name, address, at)
    operator = Operator.objects.filter(name=name).first()
    # A name nobody has takes as long as a wrong password, so that names cannot be found out by the clock.
    right = operator.check_password(password) if operator else bool(make_password(password)) and False
    if operator is None or not right or not operator.active:
        WrongEntry.objects.create(name=name[:60], address=address[:60], at=at)
        raise WrongPassword
    with write():
        Operator.objects.filter(pk=operator.pk).update(last_login=at)
        WrongEntry.objects.filter(name=operator.name).delete()
        append("operator.entered", operator.name, {"address": address}, by=operator.by, at=at)
    return operator


def client_address(request: HttpRequest) -> str:
    """Return who is at the other end of the line: a reverse proxy, where there is one."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _require_patience(name: str, address: str, at: datetime) -> None:
    WrongEntry.objects.filter(at__lt=at - WAIT).delete()
    lately = WrongEntry.objects.filter(at__gte=at - WAIT)
    if lately.filter(name=name[:60]).count() >= TRIES_OF_NAME:
        raise TooManyTries
    if lately.filter(address=address[:60]).count() >= TRIES_OF_ADDRESS:
        raise TooManyTries


def _sealed(password: str) -> str:
    try:
        validate_password(password)
    except ValidationError as error:
        raise WeakPassword from error
    return make_password(password)
