"""What the files of a document that came in are worth (QD28-A4): each is judged, the document's own counts."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, TypeVar

from vanthu.office.files import queries as files
from vanthu.office.incoming.states import LegalValue
from vanthu.office.signatures import operations as signatures
from vanthu.runtime.errors import VanThuError
from vanthu.standards import signing

if TYPE_CHECKING:
    from vanthu.office.signatures.models import VerdictKept

log = logging.getLogger("vanthu.receiving")

DETACHED = ".p7s"
_HEAD = 1024


class Named(Protocol):
    """A stored file under the name it came with."""

    @property
    def sha256(self) -> str: ...

    @property
    def name(self) -> str: ...


NamedFile = TypeVar("NamedFile", bound=Named)


def judged(main: Named, others: Sequence[Named], *, at: datetime) -> tuple[VerdictKept | None, LegalValue]:
    """Judge the signatures of a stored document; only valid ones make an original.

    `others`: the files among which its signature may have come (.p7s). Where they cannot be judged for a reason on our
    side, it is for information only, and its page says why: what came must be registered the day it came (ND30-A4.2c).
    """
    try:
        verdict = judge_one(main, others, expected=signatures.BOTH, at=at)
    except VanThuError as error:
        log.warning("the signatures of %s could not be judged: %s", main.sha256, error.sentence)
        return None, LegalValue.REFERENCE
    valid = verdict.outcome == signing.Outcome.VALID
    return verdict, LegalValue.ORIGINAL if valid else LegalValue.REFERENCE


def judge_one(one: Named, among: Sequence[Named], *, expected: frozenset[signing.Role], at: datetime) -> VerdictKept:
    """Judge the signatures in a file; where it has none, the one that came beside it. Raises as `signatures.judge`."""
    within = signatures.judge(file_sha256=one.sha256, expected=expected, at=at)
    signature = signature_of(one, among)
    if signature is None or within.outcome != signing.Outcome.UNSIGNED:
        return within
    return signatures.judge(file_sha256=one.sha256, beside_sha256=signature.sha256, expected=expected, at=at)


def judge_attached(main: Named, attached: Sequence[Named], *, at: datetime) -> None:
    """Judge what the issuer signed in files of their own (S4); the page tells it beside each.

    A signature that came in a file of its own is told of at the file it signs. Raises as `signatures.judge`.
    """
    every = [main, *attached]
    for one in to_judge(main, attached):
        judge_one(one, every, expected=signatures.AGENCY_ALONE, at=at)


def to_judge(main: NamedFile, attached: Sequence[NamedFile]) -> list[NamedFile]:
    """Return the attached files that may be signed; not those that are the signature of another."""
    every = [main, *attached]
    partners = {found.sha256 for one in every if (found := signature_of(one, every))}
    others = (one for one in attached if one.sha256 not in partners)
    return [one for one in others if may_be_signed(one) or signature_of(one, every)]


def attached_judged(papers: Sequence[Named], *, at: datetime) -> None:
    """Judge what came with a document, its own file first; what cannot be judged now keeps nobody from registering."""
    for one in to_judge(papers[0], papers[1:]) if papers else ():
        try:
            judge_one(one, papers, expected=signatures.AGENCY_ALONE, at=at)
        except VanThuError as error:
            log.warning("the attached file %s could not be judged: %s", one.sha256, error.sentence)


def signature_of(one: NamedFile, among: Sequence[NamedFile]) -> NamedFile | None:
    """Return the file that is the signature of another, by its name: "x.pdf.p7s", or "x.p7s" of the only "x"."""
    name = one.name.casefold()
    if name.endswith(DETACHED):
        return None
    for other in among:
        if other.name.casefold() == name + DETACHED:
            return other
    stem = PurePath(name).stem
    same = [other for other in among if PurePath(other.name.casefold()).stem == stem]
    alone = [other for other in same if not other.name.casefold().endswith(DETACHED)]
    found = [other for other in same if other.name.casefold() == stem + DETACHED]
    return found[0] if found and len({other.sha256 for other in alone} | {one.sha256}) == 1 else None


def may_be_signed(one: Named) -> bool:
    """Tell by its first bytes whether a file is of a kind that carries signatures: PDF, XML, CMS, a ZIP package."""
    with files.open_file(one.sha256) as stream:
        head = stream.read(_HEAD)
    return b"%PDF-" in head or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"PK\x03\x04", b"\x30", b"-----"))
