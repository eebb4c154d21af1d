"""What `vanthu office show` tells of one document: everything that another program or an auditor may want to check."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document


def told(document_id: UUID) -> dict[str, Any] | None:
    """Return the document with its file, verdict, packages and statuses; None when no agency here has it."""
    from vanthu.office.kernel.permission import NotFound
    from vanthu.office.kernel.scope import agency_in_force
    from vanthu.office.organizations import queries as organizations

    for agency in organizations.agencies():
        with agency_in_force(agency.pk):
            try:
                return _told(document_id) | {"agency": agency.code}
            except NotFound:
                continue
    return None


def _told(document_id: UUID) -> dict[str, Any]:
    from vanthu.office.documents import queries as documents
    from vanthu.office.exchange import queries as exchange

    document = documents.document(document_id)
    progress = exchange.progress(document_id)
    seen = [(one, status) for one in progress for status in one.statuses]
    return {
        **_identity(document),
        **_file(document_id),
        "packages": [
            {"hub_id": sent.hub_id, "sha256": sent.sha256, "path": _path(sent.sha256), "to": list(sent.recipient_codes)}
            for sent in exchange.sent_packages(document_id)
        ],
        "receipts": [
            {"hub_id": one.hub_id, "path": _path(one.file.sha256), "proved": one.proved}
            for one in exchange.receipts(document_id)
        ],
        "statuses": [
            {
                "code": status.code,
                "label": status.label,
                "from_code": one.code,
                "from_name": one.name,
                "at": _moment(status.at),
                "received_at": _moment(status.received_at),
                "description": status.description,
            }
            for one, status in sorted(seen, key=lambda pair: pair[1].received_at)
        ],
    }


def _identity(document: Document) -> dict[str, Any]:
    return {
        "id": str(document.pk),
        "direction": document.direction,
        "number": document.number,
        "notation": document.notation,
        "wire_id": document.wire_id,
        "subject": document.subject,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "issuer_code": document.issuer_code,
    }


def _file(document_id: UUID) -> dict[str, Any]:
    from vanthu.office.documents import queries as documents
    from vanthu.office.signatures import queries as signatures

    version = documents.latest_version(document_id)
    if version is None:
        return {"file": None, "verdict": None}
    file = {"sha256": version.file_id, "path": _path(version.file_id), "kind": version.kind, "name": version.file_name}
    kept = signatures.verdict_for(version.file_id)
    if kept is None:
        return {"file": file, "verdict": None}
    verdict = signatures.verdict(kept.pk)
    return {
        "file": file,
        "verdict": {
            "outcome": str(verdict.outcome),
            "label": verdict.outcome.label,
            "signatures": [
                {"role": str(one.role), "outcome": str(one.outcome), "sentence": one.sentence}
                for one in verdict.signatures
            ],
        },
    }


def _path(sha256: str) -> str:
    from vanthu.office.files import queries as files

    return str(files.path_of(sha256))


def _moment(at: datetime | None) -> str:
    from vanthu.runtime.clock import VIETNAM

    return at.astimezone(VIETNAM).isoformat(timespec="seconds") if at else ""


def sentences(found: dict[str, Any]) -> list[str]:
    """Return it as lines for a person."""
    code = f"{found['number']}/{found['notation']}" if found["number"] else "chưa có số"
    lines = [f"{code}: {found['subject']}", f"Mã văn bản: {found['wire_id'] or 'chưa có'}; cơ quan {found['agency']}"]
    if found["file"]:
        lines.append(f"Tệp: {found['file']['path']} (SHA-256 {found['file']['sha256']})")
    if found["verdict"]:
        lines += [
            f"Chữ ký: {found['verdict']['label']}",
            *(f"  {one['sentence']}" for one in found["verdict"]["signatures"]),
        ]
    lines += [
        f"Gói tin {one['hub_id'] or '(chưa gửi)'} tới {', '.join(one['to'])}: {one['path']}"
        for one in found["packages"]
    ]
    lines += [f"Biên nhận của trục về gói tin {one['hub_id']}: {one['path']}" for one in found["receipts"]]
    return lines + [
        f"{one['received_at']}  {one['from_name']}: {one['code']} {one['label']}" for one in found["statuses"]
    ]
