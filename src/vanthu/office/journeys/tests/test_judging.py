"""Every file of a document that comes in is judged: what it carries itself, or what came beside it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

import pytest

from vanthu.office.files import operations as files
from vanthu.office.journeys import judging
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries
from vanthu.office.signatures.operations.errors import TrustMissing
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.standards.signing import Outcome


@dataclass(frozen=True)
class File:
    """A stored file under a name."""

    sha256: str
    name: str


@pytest.fixture
def office(in_snv: Cast, signing_keys: Keys) -> Cast:
    return in_snv


def kept(cast: Cast, name: str, content: bytes) -> File:
    return File(files.keep(content, media_type="application/octet-stream", at=cast.at).sha256, name)


def outcome(file: File) -> str | None:
    found = queries.verdict_for(file.sha256)
    return found.outcome if found else None


def package() -> bytes:
    """A file of an office program, without signatures."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("names", "signature"),
    [
        (["cv.pdf", "cv.pdf.p7s"], "cv.pdf.p7s"),
        (["CV.pdf", "cv.PDF.p7s"], "cv.PDF.p7s"),
        (["cv.pdf", "cv.p7s"], "cv.p7s"),
        (["cv.pdf", "phu-luc.p7s"], None),
        (["cv.pdf", "cv.docx", "cv.p7s"], None),
        (["cv.pdf", "cv.docx", "cv.docx.p7s", "cv.pdf.p7s"], "cv.pdf.p7s"),
        (["cv.p7s", "cv.p7s"], None),
    ],
)
def test_a_signature_is_known_by_the_name_of_what_it_signs(names: list[str], signature: str | None) -> None:
    given = [File(str(place), name) for place, name in enumerate(names)]
    found = judging.signature_of(given[0], given)
    assert (found.name if found else None) == signature


def test_every_attached_file_is_judged_and_a_signature_beside_one_with_it(office: Cast, signing_keys: Keys) -> None:
    table, changed, text = package(), b"<bang>1</bang>", b"chi la chu"
    main = kept(office, "cv.txt", b"cong van")
    signed, wrong, plain = kept(office, "a.xlsx", table), kept(office, "b.xml", changed), kept(office, "c.txt", text)
    seal = kept(office, "a.xlsx.p7s", signing_keys.detached(table))
    other = kept(office, "b.xml.p7s", signing_keys.detached(b"<bang>2</bang>"))
    judging.judge_attached(main, [signed, seal, wrong, other, plain], at=office.at)
    assert [outcome(one) for one in (signed, wrong, plain)] == [Outcome.VALID, Outcome.INVALID, None]
    assert outcome(seal) is None, "told of at the file it signs"


def test_a_document_whose_signature_came_beside_it_is_judged_with_it_also_years_later(
    office: Cast, signing_keys: Keys
) -> None:
    main = kept(office, "cv.docx", package())
    seal = kept(office, "cv.p7s", signing_keys.detached(package()))
    verdict, worth = judging.judged(main, [main, seal], at=office.at)
    assert verdict is not None
    assert verdict.beside_id == seal.sha256
    assert [one["code"] for one in verdict.findings["reasons"]] == ["PERSON_SIGNATURE_MISSING"]
    assert worth == "reference"
    assert signatures.recompute(verdict.pk, by=None, at=office.after(hours=1)).same is True


def test_one_file_that_cannot_be_judged_leaves_the_others_to_be_judged(
    office: Cast, signing_keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    main, first, second = (kept(office, name, name.encode() + package()) for name in ("cv.txt", "a.xlsx", "b.xlsx"))
    monkeypatch.setattr(judging, "may_be_signed", lambda _: True)
    judge = signatures.judge

    def sometimes(**asked: object) -> object:
        if asked["file_sha256"] == first.sha256:
            raise TrustMissing
        return judge(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(signatures, "judge", sometimes)
    judging.attached_judged([main, first, second], at=office.at)
    assert (outcome(first), outcome(second) is None) == (None, False)
