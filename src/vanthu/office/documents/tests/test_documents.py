"""Identity, versions, attachments and links of a document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vanthu.office.documents import operations, queries
from vanthu.office.documents.models import Document
from vanthu.office.documents.states import OFFICIAL_LETTER, Direction, LinkKind, Urgency, VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotFound
from vanthu.office.testing.cast import Cast

IDENTITY: dict[str, Any] = {
    "number": "05", "notation": "SNV-CCVC", "issued_on": date(2026, 3, 9), "wire_id": "H99.02,2026/03/09,05/SNV-CCVC",
}  # fmt: skip


def create(cast: Cast, **other: Any) -> Document:
    values = {
        "direction": Direction.OUTGOING, "type_name": "Công văn", "type_code": OFFICIAL_LETTER, "subject": "thử",
        "issuer_code": "H99.02", "issuer_name": "Sở Nội vụ", "at": cast.at,
    }  # fmt: skip
    return operations.create(**{**values, **other})


def test_a_document_gets_its_identity_once(in_snv: Cast) -> None:
    document = create(in_snv)
    assert document.code_text == ""
    operations.give_identity(document.pk, **IDENTITY)
    assert operations.give_identity(document.pk, **IDENTITY).code_text == "05/SNV-CCVC"
    with pytest.raises(operations.IdentityGiven) as refused:
        operations.give_identity(document.pk, **{**IDENTITY, "number": "06"})
    assert "05/SNV-CCVC" in refused.value.sentence


def test_metadata_changes_until_the_document_is_frozen(in_snv: Cast) -> None:
    document = create(in_snv)
    changed = operations.change_metadata(document.pk, subject="khác", urgency=Urgency.FLASH)
    assert (changed.subject, changed.urgency) == ("khác", Urgency.FLASH)
    operations.freeze(document.pk, at=in_snv.at)
    for change in (
        lambda: operations.change_metadata(document.pk, subject="nữa"),
        lambda: operations.give_identity(document.pk, **IDENTITY),
        lambda: operations.add_attachment(document.pk, content=b"x", file_name="x", media_type="x/y", at=in_snv.at),
    ):
        with pytest.raises(operations.DocumentFrozen):
            change()


def test_a_frozen_document_keeps_the_time_it_was_frozen_first(in_snv: Cast) -> None:
    document = create(in_snv)
    operations.freeze(document.pk, at=in_snv.at)
    assert operations.freeze(document.pk, at=in_snv.after(days=1)).frozen_at == in_snv.at


def test_metadata_nobody_knows_is_a_programming_error(in_snv: Cast) -> None:
    with pytest.raises(TypeError, match="colour"):
        create(in_snv, colour="red")
    with pytest.raises(TypeError, match="number"):
        operations.change_metadata(create(in_snv).pk, number="5")


def test_every_step_adds_a_version_and_none_is_lost(in_snv: Cast) -> None:
    document = create(in_snv)
    for kind, content in (
        (VersionKind.COMPOSED, b"1"),
        (VersionKind.LEADER_SIGNED, b"2"),
        (VersionKind.NUMBERED, b"3"),
    ):
        operations.add_version(document.pk, kind=kind, content=content, file_name="a.pdf", by=in_snv.an, at=in_snv.at)
    assert [(one.ordinal, files.read(one.file_id)) for one in queries.versions(document.pk)] == [
        (1, b"1"), (2, b"2"), (3, b"3"),
    ]  # fmt: skip
    newest = queries.latest_version(document.pk)
    signed = queries.latest_version(document.pk, VersionKind.LEADER_SIGNED)
    assert newest is not None
    assert signed is not None
    assert (newest.kind, signed.ordinal) == (VersionKind.NUMBERED, 2)
    assert queries.latest_version(document.pk, VersionKind.SEALED) is None


def test_attachments_come_and_go_until_the_document_is_frozen(in_snv: Cast) -> None:
    document = create(in_snv)
    first = operations.add_attachment(
        document.pk, content=b"x", file_name="a.xlsx", media_type="application/vnd.ms-excel", at=in_snv.at
    )
    second = operations.add_attachment(
        document.pk, sha256=first.file_id, file_name="b.xlsx", media_type="", description="như trên", at=in_snv.at
    )
    assert queries.attachments(document.pk) == [first, second]
    operations.remove_attachment(first.pk)
    operations.freeze(document.pk, at=in_snv.at)
    with pytest.raises(operations.DocumentFrozen):
        operations.remove_attachment(second.pk)
    assert queries.attachments(document.pk) == [second]


def test_an_attachment_is_given_as_bytes_or_as_hash(in_snv: Cast) -> None:
    document = create(in_snv)
    with pytest.raises(TypeError):
        operations.add_attachment(document.pk, file_name="a", media_type="b", at=in_snv.at)


def test_links_are_seen_from_both_ends_and_made_once(in_snv: Cast) -> None:
    question, answer = create(in_snv, direction=Direction.INCOMING), create(in_snv)
    made = operations.link(answer.pk, question.pk, LinkKind.ANSWERS)
    assert operations.link(answer.pk, question.pk, LinkKind.ANSWERS) == made
    assert queries.links_from(answer.pk) == queries.links_to(question.pk) == [made]
    assert queries.links_to(answer.pk) == []


def test_no_link_leads_to_a_document_of_another_agency(cast: Cast) -> None:
    with cast.in_syt():
        theirs = create(cast, issuer_code="H99.05")
    with cast.in_snv(), pytest.raises(NotFound):
        operations.link(create(cast).pk, theirs.pk, LinkKind.ANSWERS)


def test_a_document_is_found_by_what_the_wire_calls_it(in_snv: Cast) -> None:
    document = create(in_snv, direction=Direction.INCOMING, issuer_code="G09", **{**IDENTITY, "wire_id": " ABC-1 "})
    assert queries.find_by_wire_id("ABC-1 ", "g09") == document
    assert queries.find_by_wire_id("ABC-1", "H99.02") is None
    assert queries.find_by_wire_id("ABC-1", "G09", direction=Direction.OUTGOING) is None
    assert queries.find_by_wire_id("", "G09") is None


@pytest.mark.parametrize("number", ["5", "05", " 05 "])
def test_a_document_is_found_by_its_number_with_or_without_leading_zero(in_snv: Cast, number: str) -> None:
    document = create(in_snv, **IDENTITY)
    assert queries.find_by_code(number, "SNV-CCVC", "H99.02") == document
    assert queries.find_by_code(number, "SNV-CCVC", "H99.02", issued_on=date(2025, 3, 9)) is None
    assert queries.find_by_code("6", "SNV-CCVC", "H99.02") is None
