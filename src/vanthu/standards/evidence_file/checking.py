"""What an evidence file proves: from the file and the trust of the one who asks alone, nothing is fetched.

Call it in a confined process (`isolation.check_isolated`): everything in the file comes from a stranger.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from asn1crypto import tsp
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from vanthu.standards.evidence.errors import EvidenceError
from vanthu.standards.evidence.findings import Finding, Outcome
from vanthu.standards.evidence.receipts import Receipt
from vanthu.standards.evidence.verification import PackageFile, verify_receipt
from vanthu.standards.evidence_file import manifest
from vanthu.standards.evidence_file.container import MANIFEST_ENTRY, SIGNATURE_ENTRY, NotAContainer, unpack
from vanthu.standards.evidence_file.findings import FileVerdict
from vanthu.standards.evidence_file.making import (
    PACKAGE_ENDING,
    PAGE_ENTRY,
    RECEIPT_ENDING,
    RECEIPTS,
    STATEMENT_ENTRY,
    TRUST,
)
from vanthu.standards.evidence_file.statement import Statement
from vanthu.standards.evidence_file.trust import FileTrust
from vanthu.standards.signing.cms_files import cms_signatures
from vanthu.standards.signing.documents import MALFORMED
from vanthu.standards.signing.errors import SigningError
from vanthu.standards.signing.findings import Outcome as Word
from vanthu.standards.signing.findings import SignatureFinding, Verdict
from vanthu.standards.signing.second_look import look_again
from vanthu.standards.signing.signers import Signed, SignerJudge
from vanthu.standards.signing.trust import Trust
from vanthu.standards.signing.verification import verify
from vanthu.standards.signing.wording import moment

NO_TRUST = "hãy cho biết tin CA nào (--trust)"
MUST_BE_PROVED = ("FILE_SIGNATURE", "FILE_SIGNER", "DOCUMENT", "VERDICT")
MOST_RECEIPTS = 200


@dataclass(frozen=True)
class _Opened:
    """An evidence file whose entries are those of its manifest."""

    entries: Mapping[str, bytes]
    statement: Statement
    document: bytes


def check(data: bytes, trust: FileTrust, *, at: datetime, folder: Path) -> FileVerdict:
    """Judge an evidence file; `folder` is an empty one for what has to lie in files meanwhile."""
    try:
        entries = unpack(data)
        _require_manifest(entries)
        opened = _opened(entries)
    except NotAContainer as error:
        return FileVerdict(Outcome.REFUTED, (Finding("CONTAINER", False, error.sentence),), at, at)
    whole = (
        f"Tệp chứng cứ còn nguyên: {len(entries) - 2} mục đều đúng mã băm ghi trong bản kê, không thừa, không thiếu."
    )
    inside, known = _inside(opened.entries, folder)
    believed = trust.with_data_of(inside)
    maker, about_maker, as_of = _maker(opened, believed.signers or inside, at, trusted=believed.signers is not None)
    document = _judged(opened, believed.signers or inside, as_of)
    findings = [
        Finding("CONTAINER", True, whole),
        *about_maker,
        *known,
        _document(document, trusted=believed.signers is not None, as_of=as_of),
        _same(opened, inside),
        *_receipts(opened, believed, as_of, folder),
    ]
    said = opened.statement
    return FileVerdict(
        _outcome(findings),
        tuple(findings),
        at,
        as_of,
        maker,
        said.agency,
        said.made_at,
        said.name,
        said.about,
        document,
    )


def _outcome(findings: list[Finding]) -> Outcome:
    if any(item.holds is False for item in findings):
        return Outcome.REFUTED
    proved = {item.code for item in findings if item.holds}
    opened = {item.code for item in findings if item.holds is None}
    return Outcome.PROVED if set(MUST_BE_PROVED) <= proved - opened else Outcome.OPEN


def _require_manifest(entries: Mapping[str, bytes]) -> None:
    """Every entry is named in the manifest with its digest, and every one named there is there; else NotAContainer."""
    for needed in (MANIFEST_ENTRY, SIGNATURE_ENTRY):
        if needed not in entries:
            raise NotAContainer(f"Tệp chứng cứ thiếu mục «{needed}» nên không kiểm tra được.")
    try:
        listed = manifest.read(entries[MANIFEST_ENTRY])
    except manifest.ManifestUnreadable as error:
        raise NotAContainer("Bản kê của tệp chứng cứ (META-INF/ASiCManifest.xml) không đúng cấu trúc.") from error
    if listed.signature != SIGNATURE_ENTRY:
        raise NotAContainer(f"Bản kê chỉ tới chữ ký khác với «{SIGNATURE_ENTRY}».")
    present = set(entries) - {MANIFEST_ENTRY, SIGNATURE_ENTRY}
    for name in sorted(present - set(listed.digests)):
        raise NotAContainer(f"Tệp chứng cứ có mục «{name}» không ghi trong bản kê.")
    for name in sorted(set(listed.digests) - present):
        raise NotAContainer(f"Tệp chứng cứ thiếu mục {name[:60]!a} ghi trong bản kê.")
    for name in sorted(present):
        if sha256(entries[name]).hexdigest() != listed.digests[name]:
            raise NotAContainer(f"Mục «{name}» đã bị thay đổi: khác mã băm ghi trong bản kê.")


def _opened(entries: Mapping[str, bytes]) -> _Opened:
    if STATEMENT_ENTRY not in entries or PAGE_ENTRY not in entries:
        raise NotAContainer("Tệp ASiC-E này không phải tệp chứng cứ do Văn Thư lập; chưa kiểm tra được loại này.")
    try:
        statement = Statement.from_json(entries[STATEMENT_ENTRY])
    except EvidenceError as error:
        raise NotAContainer(f"Kết luận trong tệp chứng cứ («{STATEMENT_ENTRY}») không đọc được.") from error
    document = entries.get(statement.entry)
    if document is None or sha256(document).hexdigest() != statement.sha256:
        raise NotAContainer("Văn bản trong tệp chứng cứ không phải văn bản mà kết luận nói tới (khác SHA-256).")
    return _Opened(entries, statement, document)


def _inside(entries: Mapping[str, bytes], folder: Path) -> tuple[Trust | None, list[Finding]]:
    """Lay out the trust folder of the file; its names are those `unpack` lets pass."""
    place = folder / TRUST
    for name, content in entries.items():
        if name.startswith(f"{TRUST}/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    try:
        return Trust.from_dir(place), []
    except (SigningError, *MALFORMED):
        sentence = "Không đọc được chứng thư và dữ liệu thu hồi kèm trong tệp."
        return None, [Finding("DATA", None, sentence)]


def _maker(
    opened: _Opened, trust: Trust | None, at: datetime, *, trusted: bool
) -> tuple[SignatureFinding | None, list[Finding], datetime]:
    """Judge who signed the manifest; return also as of when the rest is to be judged."""
    try:
        (signed,) = cms_signatures(opened.entries[SIGNATURE_ENTRY], opened.entries[MANIFEST_ENTRY])
        if trust is None:
            return None, [Finding("FILE_SIGNER", None, f"Chưa xét được người ký tệp chứng cứ: {NO_TRUST}.")], at
        finding, later = _finding(signed, trust, at)
    except (SigningError, *MALFORMED):
        sentence = "Chữ ký số trên bản kê của tệp chứng cứ không đọc được, hoặc không phải đúng một chữ ký."
        return None, [Finding("FILE_SIGNATURE", False, sentence)], at
    as_of = finding.timestamp_at or at
    return finding, [*_signature(finding, opened.statement, trusted=trusted), *_time(finding, later)], as_of


def _finding(signed: Signed, trust: Trust, at: datetime) -> tuple[SignatureFinding, bool]:
    """Judge as of now; where nothing current is known of the TSA, as of its own time, and tell that (True).

    The revocation data that an evidence file brings are of the day it was made: they cannot speak of later days.
    """
    finding = asyncio.run(SignerJudge(trust, at).finding(signed))
    if finding.timestamp_at is not None or signed.signer_info is None:
        return finding, False
    for token in extract_tst_data_iter(signed.signer_info, signed=False):
        info = token["encap_content_info"]["content"].parsed
        authority = extract_certificate_info(token).signer_cert
        if isinstance(info, tsp.TSTInfo) and b64encode(authority.dump()).decode() in finding.unheard:
            stamped = info["gen_time"].native
            if stamped > at:
                continue
            then = asyncio.run(SignerJudge(trust, stamped).finding(signed))
            if then.timestamp_at == stamped:
                return then, True
    return finding, False


def _signature(finding: SignatureFinding, statement: Statement, *, trusted: bool) -> Iterator[Finding]:
    codes = {item.code for item in finding.reasons}
    broken = codes & {"SIGNATURE_BROKEN", "CONTENT_CHANGED", "SIGNED_FILE_MISSING"}
    who = f"«{finding.signer_name}»" + (f" ({finding.organization})" if finding.organization else "")
    if broken:
        yield Finding("FILE_SIGNATURE", False, "Chữ ký số trên bản kê không khớp: bản kê bị sửa hoặc chữ ký bị hỏng.")
        return
    yield Finding("FILE_SIGNATURE", True, f"Bản kê còn nguyên như lúc ký; người lập và ký tệp chứng cứ: {who}.")
    if finding.signer_name != statement.agency:
        said = (
            f"Tệp ghi cơ quan lập là «{statement.agency}», chứng thư ký ghi {who}: hãy xem có phải một cơ quan không."
        )
        yield Finding("FILE_AGENCY", None, said)
    if not trusted:
        yield Finding("FILE_SIGNER", None, f"Chưa biết chứng thư ký tệp chứng cứ có thật không: {NO_TRUST}.")
        return
    why = " ".join(item.sentence for item in finding.reasons) or "chưa đủ dữ liệu."
    told = {Word.VALID: True, Word.INVALID: False}.get(finding.outcome)
    good = "Chứng thư ký tệp chứng cứ do CA tin cậy cấp, lúc ký còn hiệu lực, chưa bị thu hồi."
    yield Finding("FILE_SIGNER", told, good if told else f"Không tin được chứng thư ký tệp chứng cứ: {why}")


def _time(finding: SignatureFinding, later: bool) -> Iterator[Finding]:
    if finding.timestamp_at is None:
        told = "không có dấu thời gian nào tin được; mọi chữ ký được xét theo lúc này"
        yield Finding("FILE_TIME", None, f"Chưa chứng minh được tệp chứng cứ lập lúc nào: {told}.")
        return
    sentence = f"Tệp chứng cứ đã có không muộn hơn {moment(finding.timestamp_at)}, theo dấu thời gian của "
    yield Finding("FILE_TIME", True, f"{sentence}{finding.timestamp_by}.")
    if later:
        since = "Chưa biết từ lúc đó đến nay chứng thư của máy chủ dấu thời gian có bị thu hồi không"
        yield Finding("TIMESTAMP_SINCE", None, f"{since} (cần danh sách thu hồi mới hơn trong --trust).")


def _judged(opened: _Opened, trust: Trust | None, as_of: datetime) -> Verdict | None:
    if trust is None:
        return None
    verdict = verify(opened.document, trust, at=as_of, expected=opened.statement.expected)
    return look_again(opened.document, verdict)


def _document(verdict: Verdict | None, *, trusted: bool, as_of: datetime) -> Finding:
    if verdict is None:
        return Finding("DOCUMENT", None, f"Chưa xét được chữ ký số của văn bản: {NO_TRUST}.")
    told = {Word.VALID: True, Word.INVALID: False}.get(verdict.outcome)
    found = verdict.sentence.rstrip(".")
    sentence = f"Chữ ký số của văn bản: {found} (xét tại {moment(as_of)})"
    if told and not trusted:
        return Finding("DOCUMENT", None, f"{sentence}, nhưng chỉ theo CA do chính tệp đưa ra: {NO_TRUST}.")
    return Finding("DOCUMENT", told, sentence + ".")


def _same(opened: _Opened, inside: Trust | None) -> Finding:
    """Tell whether the verdict in the file is what comes out of the data in the file, at its own moment."""
    said = opened.statement.verdict
    if inside is None:
        return Finding("VERDICT", None, "Chưa tính lại được kết luận ghi trong tệp: thiếu dữ liệu kèm theo.")
    again = verify(opened.document, inside, at=said.checked_at, expected=opened.statement.expected)
    same = look_again(opened.document, again).essence == said.essence
    words = f"Kết luận ghi trong tệp ({said.outcome.label}, xét lúc {moment(said.checked_at)})"
    if same:
        return Finding("VERDICT", True, f"{words} đúng là kết luận tính lại được từ dữ liệu kèm theo.")
    return Finding("VERDICT", False, f"{words} KHÔNG phải kết luận tính lại được ({again.outcome.label}).")


def _receipts(opened: _Opened, trust: FileTrust, at: datetime, folder: Path) -> Iterator[Finding]:
    names = [one for one in opened.entries if one.startswith(f"{RECEIPTS}/") and one.endswith(RECEIPT_ENDING)]
    for name in sorted(names)[:MOST_RECEIPTS]:
        package = opened.entries.get(name.removesuffix(RECEIPT_ENDING) + PACKAGE_ENDING)
        try:
            yield from _receipt(Receipt.read(opened.entries[name]), package, opened, trust, at, folder)
        except EvidenceError:
            yield Finding("RECEIPT", False, f"Biên nhận của trục («{name}») không đọc được.")


def _receipt(
    receipt: Receipt, package: bytes | None, opened: _Opened, trust: FileTrust, at: datetime, folder: Path
) -> Iterator[Finding]:
    held = PackageFile(sha256(package).hexdigest(), len(package)) if package is not None else None
    verdict = verify_receipt(receipt, trust.axis, at=at, package=held)
    told = verdict.acceptance
    what = f"Biên nhận của trục về gói tin {receipt.package}"
    if told is not None:
        what += f" (từ {told.sender} đến {', '.join(told.to)}, lúc {moment(datetime.fromisoformat(told.at))})"
    holds = {Outcome.PROVED: True, Outcome.REFUTED: False}.get(verdict.outcome)
    why = " ".join(verdict.refuted or (() if holds else verdict.not_proved))
    yield Finding("RECEIPT", holds, f"{what}: {verdict.outcome.label}. {why}".rstrip())
    if package is None:
        yield Finding(
            "RECEIPT_DOCUMENT", None, "Không kèm gói tin nên chưa biết biên nhận có nói về văn bản này không."
        )
        return
    inside = _carries(package, opened.statement.sha256, folder / f"goi-{sha256(package).hexdigest()}")
    sentences = {
        True: "Gói tin nói trong biên nhận đúng là gói mang văn bản này.",
        False: "Gói tin nói trong biên nhận KHÔNG mang văn bản này.",
        None: "Không đọc được gói tin kèm theo để biết có mang văn bản này không.",
    }
    yield Finding("RECEIPT_DOCUMENT", inside, sentences[inside])


def _carries(package: bytes, document: str, folder: Path) -> bool | None:
    """Tell whether an edXML package has this document among its attachments; None: it cannot be read."""
    from vanthu.standards import edxml

    folder.mkdir(exist_ok=True)
    (folder / "goi").write_bytes(package)
    try:
        message = edxml.read(folder / "goi", attachments_dir=folder).message
    except (edxml.EdxmlRefused, edxml.ContentNotKept, *MALFORMED):
        return None
    found = [item.content.sha256 for item in getattr(message, "attachments", ()) if item.content]
    return document in found
