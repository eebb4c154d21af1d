"""What an issuer wants back: laid before those who decide, and destroyed once they agreed (QD28-A9)."""

from __future__ import annotations

from datetime import datetime

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.files import operations as files
from vanthu.office.incoming import operations as incoming
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.signatures import queries as signature_queries
from vanthu.runtime.transactions import write

AT_A_TIME = 50


def take_up_due(*, at: datetime) -> int:
    """Lay every wish that arrived before the agency it concerns; return how many there were."""
    found = exchange_queries.wishes(AT_A_TIME)
    for wish in found:
        assert wish.document is not None, "only wishes about documents we received are found"
        with agency_in_force(wish.agency_id), write():
            asked_by = wish.from_name or wish.from_code
            incoming.ask_back(wish.document.pk, reason=wish.description, asked_by=asked_by, at=at)
            exchange.taken_up(wish, at=at)
    return len(found)


def sweep_due(*, at: datetime) -> int:
    """Remove the bytes of destroyed documents that nothing else needs; return how many documents were looked after.

    The same bytes may belong to the copy of another agency of this installation, or to what the issuer itself keeps.
    """
    found = document_queries.to_sweep(AT_A_TIME)
    for row in found:
        with agency_in_force(row.agency_id):
            held = document_queries.hashes(row.document_id) | exchange_queries.packages_of(row.document_id)
            for sha256 in held | signature_queries.evidence_hashes(row.document_id):
                if not _is_needed(sha256):
                    files.destroy(sha256)
            documents.swept(row.document_id, at=at)
    return len(found)


def _is_needed(sha256: str) -> bool:
    return any(domain.is_needed(sha256) for domain in (document_queries, exchange_queries, outgoing))
