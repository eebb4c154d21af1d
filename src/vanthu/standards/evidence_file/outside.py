"""Who made an evidence file and when: what covers its manifest, the signature of an agency or a time stamp alone."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import new as digest_by

from asn1crypto import cms, tsp
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from vanthu.standards.evidence.findings import Finding
from vanthu.standards.evidence_file.renewing import Layer
from vanthu.standards.signing.cms_files import cms_signatures
from vanthu.standards.signing.documents import MALFORMED
from vanthu.standards.signing.errors import SigningError
from vanthu.standards.signing.findings import Outcome as Word
from vanthu.standards.signing.findings import SignatureFinding
from vanthu.standards.signing.signers import CLOCK_TOLERANCE, WEAK, Signed, SignerJudge, Stamp
from vanthu.standards.signing.trust import Trust
from vanthu.standards.signing.wording import moment

NO_TRUST = "hãy cho biết tin CA nào (--trust)"
SINCE = (
    "Chưa biết từ lúc đó về sau chứng thư của máy chủ dấu thời gian có bị thu hồi không (cần danh sách thu hồi mới hơn "
    "trong --trust)."
)
NOBODY_SEALED = (
    "Không cơ quan nào ký số trên cả tệp: ai lập tệp và những điều tệp tự ghi (cơ quan lập, số, ký hiệu, trích yếu) "
    "chưa được chứng minh. Chữ ký số trong chính văn bản chứng minh văn bản của ai, biên nhận của trục chứng minh việc "
    "gửi."
)


@dataclass(frozen=True)
class Outside:
    """What was found; as of when the rest is to be judged; the signature on the manifest, where there is one."""

    findings: tuple[Finding, ...]
    as_of: datetime
    maker: SignatureFinding | None = None


def sealed(
    signature: bytes, listed: bytes, agency: str, trust: Trust | None, at: datetime, *, trusted: bool
) -> Outside:
    """Judge the signature over a manifest (`listed`) that states to be of `agency`.

    `trusted`: whoever asks named CAs, `trust` rests on them; else on what the file brings, which proves nothing.
    """
    try:
        (signed,) = cms_signatures(signature, listed)
        if trust is None:
            return Outside((Finding("FILE_SIGNER", None, f"Chưa xét được người ký tệp chứng cứ: {NO_TRUST}."),), at)
        finding, later = _finding(signed, trust, at)
    except (SigningError, *MALFORMED):
        sentence = "Chữ ký số trên bản kê của tệp chứng cứ không đọc được, hoặc không phải đúng một chữ ký."
        return Outside((Finding("FILE_SIGNATURE", False, sentence),), at)
    stamp = Stamp(finding.timestamp_at, finding.timestamp_by)
    found = [*_signature(finding, agency, trusted=trusted), *_time(stamp, later=later, trusted=trusted)]
    return Outside(tuple(found), finding.timestamp_at or at, finding)


def stamped(token: bytes, listed: bytes, trust: Trust | None, at: datetime, *, trusted: bool) -> Outside:
    """Judge a time stamp that stands alone over a manifest (EN 319 162-1: a time assertion); as `sealed` does."""
    nobody = Finding("FILE_SIGNATURE", None, NOBODY_SEALED)
    if trust is None:
        return Outside((nobody, Finding("FILE_STAMP", None, f"Chưa xét được dấu thời gian của tệp: {NO_TRUST}.")), at)
    try:
        stamp, later = _stamp(token, listed, trust, at)
    except MALFORMED:
        return Outside((nobody, Finding("FILE_STAMP", False, "Dấu thời gian trên bản kê không đọc được.")), at)
    if any(one.code == "TIMESTAMP_BROKEN" for one in stamp.problems):
        sentence = "Dấu thời gian không phải của bản kê này: bản kê bị sửa hoặc dấu thời gian bị hỏng."
        return Outside((nobody, Finding("FILE_STAMP", False, sentence)), at)
    whole = Finding("FILE_STAMP", True, "Bản kê còn nguyên như lúc được cấp dấu thời gian.")
    return Outside((whole, *_time(stamp, later=later, trusted=trusted), nobody), stamp.at or at)


def renewed(layers: Sequence[Layer], trust: Trust | None, at: datetime, *, trusted: bool) -> Outside:
    """Judge the time stamps of renewals, the newest first: each as of the one that came after it.

    As of the oldest that counts the file itself is judged: what made it may have aged since.
    """
    found: list[Finding] = []
    moment_of = at
    for layer in layers if trust is not None else ():
        assert trust is not None
        what = f"gia hạn lần {layer.number}"
        try:
            stamp, later = _stamp(layer.token, layer.manifest, trust, moment_of)
        except MALFORMED:
            found.append(Finding("FILE_RENEWAL", False, f"Dấu thời gian {what} không đọc được."))
            continue
        ahead = stamp.at is not None and stamp.at > moment_of + CLOCK_TOLERANCE
        if ahead or any(one.code == "TIMESTAMP_BROKEN" for one in stamp.problems):
            why = "có sau cả lần gia hạn tiếp theo" if ahead else "không phải của bản kê này, hoặc bị hỏng"
            found.append(Finding("FILE_RENEWAL", False, f"Dấu thời gian {what} {why}."))
            continue
        found += _renewal(stamp, what, later=later, trusted=trusted)
        moment_of = stamp.at or moment_of
    return Outside(tuple(found), moment_of)


def _renewal(stamp: Stamp, what: str, *, later: bool, trusted: bool) -> Iterator[Finding]:
    if stamp.at is None:
        yield Finding("FILE_RENEWAL", None, f"Chưa tin được dấu thời gian {what}: máy chủ cấp hoặc dữ liệu chưa đủ.")
        return
    sentence = f"Dấu thời gian {what}: cả tệp đã có không muộn hơn {moment(stamp.at)}, do {stamp.by} cấp"
    if not trusted:
        yield Finding("FILE_RENEWAL", None, f"{sentence}, nhưng chỉ tin được theo CA do chính tệp đưa ra: {NO_TRUST}.")
        return
    yield Finding("FILE_RENEWAL", True, f"{sentence}.")
    if later:
        yield Finding("TIMESTAMP_SINCE", None, SINCE)


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


def _stamp(token: bytes, over: bytes, trust: Trust, at: datetime) -> tuple[Stamp, bool]:
    """As `_finding`, of a token alone. A hash that can be forged is not accepted: whoever asked chose the manifest."""
    read = cms.ContentInfo.load(token, strict=True)["content"]

    def imprint(algorithm: str) -> bytes | None:
        return None if algorithm in WEAK else digest_by(algorithm, over).digest()

    stamp = asyncio.run(SignerJudge(trust, at).stamp([read], imprint))
    if stamp.at is not None or not stamp.unheard:
        return stamp, False
    said = read["encap_content_info"]["content"].parsed["gen_time"].native
    then = asyncio.run(SignerJudge(trust, said).stamp([read], imprint)) if said <= at else stamp
    return (then, True) if then.at is not None else (stamp, False)


def _signature(finding: SignatureFinding, agency: str, *, trusted: bool) -> Iterator[Finding]:
    codes = {item.code for item in finding.reasons}
    broken = codes & {"SIGNATURE_BROKEN", "CONTENT_CHANGED", "SIGNED_FILE_MISSING"}
    who = f"«{finding.signer_name}»" + (f" ({finding.organization})" if finding.organization else "")
    if broken:
        yield Finding("FILE_SIGNATURE", False, "Chữ ký số trên bản kê không khớp: bản kê bị sửa hoặc chữ ký bị hỏng.")
        return
    yield Finding("FILE_SIGNATURE", True, f"Bản kê còn nguyên như lúc ký; người lập và ký tệp chứng cứ: {who}.")
    if finding.signer_name != agency:
        said = f"Tệp ghi cơ quan lập là «{agency}», chứng thư ký ghi {who}: hãy xem có phải một cơ quan không."
        yield Finding("FILE_AGENCY", None, said)
    if not trusted:
        yield Finding("FILE_SIGNER", None, f"Chưa biết chứng thư ký tệp chứng cứ có thật không: {NO_TRUST}.")
        return
    why = " ".join(item.sentence for item in finding.reasons) or "chưa đủ dữ liệu."
    told = {Word.VALID: True, Word.INVALID: False}.get(finding.outcome)
    good = "Chứng thư ký tệp chứng cứ do CA tin cậy cấp, lúc ký còn hiệu lực, chưa bị thu hồi."
    yield Finding("FILE_SIGNER", told, good if told else f"Không tin được chứng thư ký tệp chứng cứ: {why}")


def _time(stamp: Stamp, *, later: bool, trusted: bool) -> Iterator[Finding]:
    if stamp.at is None:
        told = "không có dấu thời gian nào tin được; mọi chữ ký được xét theo lúc này"
        yield Finding("FILE_TIME", None, f"Chưa chứng minh được tệp chứng cứ lập lúc nào: {told}.")
        return
    if not trusted:
        told = f"Dấu thời gian của tệp ghi {moment(stamp.at)}, do {stamp.by} cấp, nhưng chỉ tin được theo CA do chính "
        yield Finding("FILE_TIME", None, f"{told}tệp đưa ra: {NO_TRUST}.")
        return
    sentence = f"Tệp chứng cứ đã có không muộn hơn {moment(stamp.at)}, theo dấu thời gian của "
    yield Finding("FILE_TIME", True, f"{sentence}{stamp.by}.")
    if later:
        yield Finding("TIMESTAMP_SINCE", None, SINCE)
