"""Give a receipt: the leaves of one package, signed, with proofs as far as the log is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from vanthu.axis.evidence import keys, queries
from vanthu.axis.evidence.models import Fact
from vanthu.axis.kernel.errors import AxisError
from vanthu.standards.evidence.leaves import loads
from vanthu.standards.evidence.receipts import ACCEPTED, Receipt
from vanthu.standards.vxp.codes import ErrorCode


class NothingToProve(AxisError):
    """There is no leaf for this package: it was accepted before the log was kept, or never."""

    code = "VT-TRUC-KHONG-CO-SU-KIEN"
    template = "Sổ chứng cứ không có sự kiện tiếp nhận gói tin {doc_id} nên không cấp được biên nhận."
    wire_code = ErrorCode.NOT_FOUND


def receipt_for(package: UUID, *, at: datetime) -> Receipt:
    """Return the signed receipt of a package with everything that has happened to it so far.

    Whether the asker may have it is for the caller to decide. Raises NothingToProve, NoEvidenceKey,
    EvidenceKeyUnusable.
    """
    sign = keys.signer()
    facts = _facts_of(package)
    if not facts or facts[0].kind != ACCEPTED:
        raise NothingToProve(doc_id=str(package))
    heads, proofs = queries.proofs_of([fact.number - 1 for fact in facts])
    statement = Receipt(
        log=queries.log_name(),
        organ_id=settings.AXIS.organ_id,
        package=str(package),
        issued_at=at.isoformat(),
        texts=tuple(fact.text for fact in facts),
    )
    return statement.signed(sign, heads, proofs)


def _facts_of(package: UUID) -> Sequence[Fact]:
    """Return the facts of the package and of its deliveries, in their order."""
    own = list(Fact.objects.filter(subject=str(package), kind__startswith="package.").order_by("number"))
    deliveries = {str(UUID(name)) for fact in own for name in loads(fact.data).get("deliveries", {})}
    handed = Fact.objects.filter(subject__in=deliveries, kind__startswith="delivery.")
    return sorted([*own, *handed], key=lambda fact: fact.number)
