"""Who may give duties, administer, delegate, and sign."""

from vanthu.office.access.policies.competence import (
    Capacity,
    NotCompetent,
    capacity,
    competence,
    may_sign_something,
    possible_signers,
    recorded_lines,
    signers,
    wire_competence,
)
from vanthu.office.access.policies.delegating import may_delegate, may_end, may_take
from vanthu.office.access.policies.duties import may_administer, may_assign_duties, may_change_contact

__all__ = [
    "Capacity",
    "NotCompetent",
    "capacity",
    "competence",
    "may_administer",
    "may_assign_duties",
    "may_change_contact",
    "may_delegate",
    "may_end",
    "may_sign_something",
    "may_take",
    "possible_signers",
    "recorded_lines",
    "signers",
    "wire_competence",
]
