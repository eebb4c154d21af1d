"""What a connected system may do to the registry by itself: registerAgency and deleteAgency of VXP."""

from __future__ import annotations

from datetime import datetime

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import queries
from vanthu.axis.registry.operations.agencies import UnknownAgency, add_agency, change_agency, close_agency
from vanthu.axis.registry.policies import Caller, NotYourAgency, require_served
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode
from vanthu.standards.vxp.operations import AgencyRegistration

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
            wanted = {"name": registration.name, **_contacts(registration)}
            change_agency(known.code, wanted, by=caller.name, at=at)


def withdraw_agency(code: str, *, caller: Caller, at: datetime) -> None:
    """Close an agency which the caller serves. Raises UnknownAgency, NotYourAgency, AgencyMoved."""
    known = queries.by_code(code)
    if known is None:
        raise UnknownAgency(code=code)
    require_served(known, caller.system)
    close_agency(known.code, reason="deleteAgency", by=caller.name, at=at)


def _add(registration: AgencyRegistration, caller: Caller, at: datetime) -> None:
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
        by=caller.name,
        at=at,
    )


def _require_own_branch(code: str, caller: Caller) -> None:
    """Nobody registers G22.05 but who serves G22: a code of QĐ 20/2020 names the agencies above it."""
    groups = code.split(".")
    above = queries.by_codes(".".join(groups[:count]) for count in range(1, len(groups)))
    for agency in above.values():
        if agency.system_key != caller.system.id:
            raise NotYourAgency(system_id=caller.system.system_id, code=agency.code)


def _check(registration: AgencyRegistration) -> None:
    if not registration.pcode:
        raise RegistrationIncomplete(reason="thiếu mã cơ quan cấp trên (pcode).")
    for field, longest in LONGEST.items():
        if len(getattr(registration, field)) > longest:
            raise RegistrationIncomplete(reason=f"«{field}» dài quá {longest} ký tự.")


def _contacts(registration: AgencyRegistration) -> dict[str, str]:
    return {"mail": registration.mail, "mobile": registration.mobile, "fax": registration.fax}
