"""Who may do what in the console."""

from __future__ import annotations

from vanthu.axis.console.models import Operator
from vanthu.axis.kernel.errors import AxisError
from vanthu.standards.vxp.codes import ErrorCode

SEE, CHANGE, PROPOSE, DECIDE = "see", "change", "propose", "decide"
MAY = {
    Operator.VIEWER: frozenset({SEE}),
    Operator.OPERATOR: frozenset({SEE, CHANGE, PROPOSE, DECIDE}),
}


class MayNot(AxisError):
    """The role of this operator does not allow it."""

    code = "VT-TRUC-QUAN-TRI-QUYEN"
    template = "Tài khoản {name} chỉ được xem. Hãy nhờ người có vai trò vận hành thực hiện."
    wire_code = ErrorCode.FORBIDDEN
    http_status = 403


def may(operator: Operator, what: str) -> bool:
    """Tell whether an operator may do this kind of thing."""
    return operator.active and what in MAY.get(operator.role, frozenset())


def require(operator: Operator, what: str) -> None:
    """Raises MayNot."""
    if not may(operator, what):
        raise MayNot(name=operator.name)
