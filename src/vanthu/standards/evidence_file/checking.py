"""What an evidence file proves: from the file and the trust of the one who asks alone, nothing is fetched.

Call it in a confined process (`isolation.check_isolated`): everything in the file comes from a stranger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from vanthu.standards.evidence.errors import EvidenceError
from vanthu.standards.evidence.findings import Finding, Outcome
from vanthu.standards.evidence.receipts import Receipt
from vanthu.standards.evidence.verification import PackageFile, verify_receipt
from vanthu.standards.evidence_file import outside
from vanthu.standards.evidence_file.container import (
    MANIFEST_ENTRY,
    SIGNATURE_ENTRY,
    STAMP_ENTRY,
    NotAContainer,
    unpack,
)
from vanthu.standards.evidence_file.findings import FileVerdict
from vanthu.standards.evidence_file.making import (
    PACKAGE_ENDING,
    PAGE_ENTRY,
    RECEIPT_ENDING,
    RECEIPTS,
    STATEMENT_ENTRY,
    TRUST,
    digests_of,
)
from vanthu.standards.evidence_file.outside import NO_TRUST
from vanthu.standards.evidence_file.page import page
from vanthu.standards.evidence_file.renewing import MATERIAL, layers, require_listed
from vanthu.standards.evidence_file.statement import Statement
from vanthu.standards.evidence_file.trust import FileTrust
from vanthu.standards.signing.documents import MALFORMED
from vanthu.standards.signing.errors import SigningError
from vanthu.standards.signing.findings import Outcome as Word
from vanthu.standards.signing.findings import Role, Verdict
from vanthu.standards.signing.second_look import look_again
from vanthu.standards.signing.trust import Trust
from vanthu.standards.signing.verification import verify
from vanthu.standards.signing.wording import moment

SEALED_MUST = ("FILE_SIGNATURE", "FILE_SIGNER", "DOCUMENT", "VERDICT")
STAMPED_MUST = ("FILE_STAMP", "FILE_TIME", "DOCUMENT", "VERDICT")
"""What must be proved of a file that an agency sealed, and of one that has a time stamp alone."""
MOST_RECEIPTS = 200


@dataclass(frozen=True)
class _Opened:
    """An evidence file whose entries are those of its manifest."""

    entries: Mapping[str, bytes]
    statement: Statement
    document: bytes

    @property
    def sealed(self) -> bool:
        """Whether an agency signed the manifest; else a time stamp stands alone over it."""
        return SIGNATURE_ENTRY in self.entries

    @property
    def receipts(self) -> list[str]:
        """The names of the receipts."""
        return sorted(one for one in self.entries if one.startswith(f"{RECEIPTS}/") and one.endswith(RECEIPT_ENDING))

    @property
    def expected(self) -> frozenset[Role]:
        """Whose signatures the document needs; where nobody answers for the file, never less than an agency's."""
        said = self.statement.expected
        return said if self.sealed else said | {Role.AGENCY}


def check(data: bytes, trust: FileTrust, *, at: datetime, folder: Path) -> FileVerdict:
    """Judge an evidence file; `folder` is an empty one for what has to lie in files meanwhile."""
    try:
        renewals, entries = layers(unpack(data))
        _require_manifest(entries)
        opened = _opened(entries)
    except NotAContainer as error:
        return FileVerdict(Outcome.REFUTED, (Finding("CONTAINER", False, error.sentence),), at, at)
    whole = (
        f"Tệp chứng cứ còn nguyên: {len(entries) - 2} mục đều đúng mã băm ghi trong bản kê, không thừa, không thiếu."
    )
    inside, known = _inside(opened.entries, folder)
    believed = trust.with_data_of(inside)
    for layer in renewals:
        believed = believed.with_data_of(_trust(layer.material, folder, f"{MATERIAL}/{layer.number:03}"))
    trusted = believed.signers is not None
    renewed = outside.renewed(renewals, believed.signers or inside, at, trusted=trusted)
    around = _outside(opened, believed.signers or inside, renewed.as_of, trusted=trusted)
    document = _judged(opened, believed.signers or inside, around.as_of)
    findings = [
        Finding("CONTAINER", True, whole),
        *renewed.findings,
        *around.findings,
        *known,
        _document(opened, document, trusted=trusted, as_of=around.as_of),
        _same(opened, inside),
        *_page(opened),
        *_receipts(opened, believed, around.as_of, folder),
    ]
    said = opened.statement
    return FileVerdict(
        _outcome(findings, SEALED_MUST if opened.sealed else STAMPED_MUST),
        tuple(findings),
        at,
        around.as_of,
        around.maker,
        said.agency,
        said.made_at,
        said.name,
        said.about,
        document,
        opened.sealed,
    )


def _outcome(findings: list[Finding], must: tuple[str, ...]) -> Outcome:
    if any(item.holds is False for item in findings):
        return Outcome.REFUTED
    proved = {item.code for item in findings if item.holds}
    opened = {item.code for item in findings if item.holds is None}
    return Outcome.PROVED if set(must) <= proved - opened else Outcome.OPEN


def _require_manifest(entries: Mapping[str, bytes]) -> None:
    """Every entry is named in the manifest with its digest, and every one named there is there; else NotAContainer."""
    if MANIFEST_ENTRY not in entries:
        raise NotAContainer(f"Tệp chứng cứ thiếu mục «{MANIFEST_ENTRY}» nên không kiểm tra được.")
    proof = _proof(entries)
    rest = {name: content for name, content in entries.items() if name not in (MANIFEST_ENTRY, proof)}
    for name in sorted(one for one in rest if one.casefold().startswith("meta-inf/")):
        raise NotAContainer(f"Tệp chứng cứ có mục «{name}» không được phép có trong META-INF.")
    require_listed(entries[MANIFEST_ENTRY], digests_of(rest), proof=proof)


def _proof(entries: Mapping[str, bytes]) -> str:
    """Return what covers the manifest. Of two kinds, one reader might check this, another that: never both."""
    there = [name for name in (SIGNATURE_ENTRY, STAMP_ENTRY) if name in entries]
    if len(there) > 1:
        both = "vừa có chữ ký số vừa có dấu thời gian đứng riêng trên bản kê"
        raise NotAContainer(f"Tệp chứng cứ {both}; tệp do Văn Thư lập chỉ có một trong hai nên không kiểm tra.")
    if not there:
        raise NotAContainer(f"Tệp chứng cứ thiếu mục «{SIGNATURE_ENTRY}» hoặc «{STAMP_ENTRY}» nên không kiểm tra được.")
    return there[0]


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
    trust = _trust(entries, folder, TRUST)
    sentence = "Không đọc được chứng thư và dữ liệu thu hồi kèm trong tệp."
    return trust, [] if trust is not None else [Finding("DATA", None, sentence)]


def _trust(entries: Mapping[str, bytes], folder: Path, place: str) -> Trust | None:
    """Lay out a trust folder of the file and read it; its names are those `unpack` lets pass."""
    for name, content in entries.items():
        if name.startswith(f"{place}/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    try:
        return Trust.from_dir(folder / place)
    except (SigningError, *MALFORMED):
        return None


def _outside(opened: _Opened, trust: Trust | None, at: datetime, *, trusted: bool) -> outside.Outside:
    listed = opened.entries[MANIFEST_ENTRY]
    if opened.sealed:
        agency = opened.statement.agency
        return outside.sealed(opened.entries[SIGNATURE_ENTRY], listed, agency, trust, at, trusted=trusted)
    return outside.stamped(opened.entries[STAMP_ENTRY], listed, trust, at, trusted=trusted)


def _judged(opened: _Opened, trust: Trust | None, as_of: datetime) -> Verdict | None:
    if trust is None:
        return None
    verdict = verify(opened.document, trust, at=as_of, expected=opened.expected)
    return look_again(opened.document, verdict)


def _document(opened: _Opened, verdict: Verdict | None, *, trusted: bool, as_of: datetime) -> Finding:
    if verdict is None:
        return Finding("DOCUMENT", None, f"Chưa xét được chữ ký số của văn bản: {NO_TRUST}.")
    told = {Word.VALID: True, Word.INVALID: False}.get(verdict.outcome)
    found = verdict.sentence.rstrip(".")
    alone = "" if Role.PERSON in opened.expected else "; chỉ đòi chữ ký của cơ quan, tổ chức, như với bản sao"
    sentence = f"Chữ ký số của văn bản: {found} (xét tại {moment(as_of)}{alone})"
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


def _page(opened: _Opened) -> Iterator[Finding]:
    """Compare the page for people with what the statement gives, where nobody answers for the page."""
    again = page(opened.statement, receipts=len(opened.receipts), sealed=False).encode()
    if not opened.sealed and opened.entries[PAGE_ENTRY] != again:
        sentence = "khác trang lập lại được từ kết luận (do bản phần mềm khác lập, hoặc bị sửa): đừng dựa vào trang ấy"
        yield Finding("FILE_PAGE", None, f"Trang kết luận trong tệp («{PAGE_ENTRY}») {sentence}.")


def _receipts(opened: _Opened, trust: FileTrust, at: datetime, folder: Path) -> Iterator[Finding]:
    for name in opened.receipts[:MOST_RECEIPTS]:
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
