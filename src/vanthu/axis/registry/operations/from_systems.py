"""What a connected system may do to the registry by itself: registerAgency and deleteAgency of VXP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import queries
from vanthu.axis.registry.operations.agencies import (
    UnknownAgency,
    add_agency,
    add_alias,
    change_agency,
    close_agency,
    replace_agency,
)
from vanthu.axis.registry.policies import Caller, require_served
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode
from vanthu.standards.vxp.operations import AgencyRegistration, DeleteAgency

LONGEST = {"code": 35, "name": 200, "mail": 100, "mobile": 50, "fax": 50}


class RegistrationIncomplete(AxisError):
    """The registration leaves out what the registry needs, or is too long."""

    code = "VT-TRUC-DANG-KY"
    template = "Thông tin đăng ký cơ quan không hợp lệ: {reason}"
    wire_code = ErrorCode.INVALID_PARAMETER


def register_agency(registration: AgencyRegistration, *, caller: Caller, at: datetime) -> None:
    """Register an agency under one which the caller serves, or change one of its own; repeating changes nothing.

    Raises RegistrationIncomplete, NotYourAgency, UnknownAgency, CodeTaken.
    """
    _check(registration)
    with write():
        known = queries.by_code(registration.code)
        if known is None:
            _add(registration, caller, at)
        else:
            require_served(known, caller.system)
            wanted = {"name": registration.name, **_contacts(registration), **_told(registration)}
            change_agency(known.code, wanted, by=caller.name, at=at)
        for alias in registration.old_codes or ():
            add_alias(registration.code, alias, by=caller.name, at=at)


def withdraw_agency(request: DeleteAgency, *, caller: Caller, at: datetime) -> None:
    """Close an agency which the caller serves, and name its successor where the caller tells one.

    Raises UnknownAgency, NotYourAgency, AgencyMoved.
    """
    known = queries.by_code(request.code)
    if known is None:
        raise UnknownAgency(code=request.code)
    require_served(known, caller.system)
    if request.replaced_by:
        replace_agency(known.code, request.replaced_by, by=caller.name, at=at)
    else:
        close_agency(known.code, reason="deleteAgency", by=caller.name, at=at)


def _add(registration: AgencyRegistration, caller: Caller, at: datetime) -> None:
    if not registration.pcode:
        raise RegistrationIncomplete(reason="thiếu mã cơ quan cấp trên (pcode).")
    parent = queries.by_code(registration.pcode)
    if parent is None:
        raise UnknownAgency(code=registration.pcode)
    require_served(parent, caller.system)
    _require_own_branch(registration.code, caller)
    add_agency(
        registration.code,
        registration.name,
        parent_code=parent.code,
        system_id=caller.system.system_id,
        contacts=_contacts(registration),
        is_agency=registration.is_agency is not False,
        valid_from=registration.valid_from,
        valid_until=registration.valid_until,
        by=caller.name,
        at=at,
    )
    if registration.replaced_by:
        change_agency(registration.code, {"replaced_by": registration.replaced_by}, by=caller.name, at=at)


def _require_own_branch(code: str, caller: Caller) -> None:
    """Nobody registers G22.05 but who serves G22: a code of QĐ 20/2020 names the agencies above it.

    The nearest one that is registered decides: who serves H37.90 registers H37.90.01, though another serves H37.
    """
    groups = code.split(".")
    above = [".".join(groups[:count]) for count in range(len(groups) - 1, 0, -1)]
    known = queries.by_codes(above)
    nearest = next((known[name] for name in above if name in known), None)
    if nearest is not None:
        require_served(nearest, caller.system)


def _check(registration: AgencyRegistration) -> None:
    for field, longest in LONGEST.items():
        if len(getattr(registration, field)) > longest:
            raise RegistrationIncomplete(reason=f"«{field}» dài quá {longest} ký tự.")
    if any(not 0 < len(alias) <= LONGEST["code"] for alias in registration.old_codes or ()):
        raise RegistrationIncomplete(reason=f"mỗi mã trong «oldCodes» dài từ 1 đến {LONGEST['code']} ký tự.")


def _told(registration: AgencyRegistration) -> dict[str, Any]:
    """Return what only some clients tell; what is left out stays as it is."""
    fields = ("is_agency", "valid_from", "valid_until", "replaced_by")
    return {field: getattr(registration, field) for field in fields if getattr(registration, field) is not None}


def _contacts(registration: AgencyRegistration) -> dict[str, str]:
    return {"mail": registration.mail, "mobile": registration.mobile, "fax": registration.fax}
