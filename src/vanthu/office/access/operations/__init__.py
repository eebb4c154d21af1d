"""Giving and taking duties, positions, authority to sign, and delegations."""

from vanthu.office.access.operations.administering import (
    end_position,
    forget_day,
    hold_position,
    leave_position,
    record_lines,
    set_days,
    set_position,
)
from vanthu.office.access.operations.authority import authorise, end_by_order, let_sign_by_order, revoke_authorisation
from vanthu.office.access.operations.contacts import change_contact, change_unit_contact
from vanthu.office.access.operations.delegating import (
    accept,
    be_away,
    be_back,
    decline,
    delegate,
    revoke,
)
from vanthu.office.access.operations.duties import give_duty, take_duty
from vanthu.office.access.operations.errors import (
    AuthorisationRefused,
    ByOrderRefused,
    ContactRefused,
    DelegationRefused,
    LinesRefused,
)

__all__ = [
    "AuthorisationRefused",
    "ByOrderRefused",
    "ContactRefused",
    "DelegationRefused",
    "LinesRefused",
    "accept",
    "authorise",
    "be_away",
    "be_back",
    "change_contact",
    "change_unit_contact",
    "decline",
    "delegate",
    "end_by_order",
    "end_position",
    "forget_day",
    "give_duty",
    "hold_position",
    "leave_position",
    "let_sign_by_order",
    "record_lines",
    "revoke",
    "revoke_authorisation",
    "set_days",
    "set_position",
    "take_duty",
]
