"""Sao y, sao lục, trích sao: who asks, who agrees, what is kept, numbered and sent (ND30-A25…A27)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from vanthu.office.access.policies import NotCompetent
from vanthu.office.copies import operations, policies, queries
from vanthu.office.copies.models import Copy
from vanthu.office.copies.operations import Upload
from vanthu.office.copies.states import CopyState, Standing
from vanthu.office.copies.tests import stories
from vanthu.office.documents import operations as documents_written
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind, VersionKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.files import queries as files
from vanthu.office.incoming import operations as incoming_written
from vanthu.office.incoming.states import Channel
from vanthu.office.incoming.tests import stories as received
from vanthu.office.journeys import signing
from vanthu.office.kernel import codes
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.outgoing.operations import UploadSecret
from vanthu.office.outgoing.tests import stories as letters
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import NumberState, RegisterKind
from vanthu.office.signatures import queries as signatures
from vanthu.office.signatures.ports import WrongPin
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import SEAL_PIN
from vanthu.standards import signing as standard
from vanthu.standards.letter.reading import read_pages


def texts(document_id: Any) -> list[str]:
    """The lines of the newest file."""
    version = documents.latest_version(document_id)
    assert version is not None
    return [line.text for page in read_pages(files.read(version.file_id)) for line in page.lines]


def copy_numbers() -> list[tuple[int, str]]:
    return [(one.number, one.state) for one in registers.numbers(RegisterKind.COPY, 2026, "ban-sao")]


def test_a_paper_document_becomes_an_electronic_copy_with_the_agencys_text(office: Cast, issued: Any) -> None:
    copy = stories.agreed(office, issued)
    done = signing.make_copy(copy.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=3))
    made = queries.get(office.an, copy.pk, at=office.at)
    assert (done.done, done.role, made.state) == (True, "copy", CopyState.MADE)
    assert (made.document.code_text, made.document.issued_on) == ("01/SY-SNV", office.at.date())
    assert made.document.frozen_at is not None
    assert "Sao y; Sở Nội vụ; 09/03/2026; 11:00:00 +07:00" in " ".join(texts(copy.pk))
    first, last = documents.versions(copy.pk)
    assert (first.kind, last.kind) == (VersionKind.UPLOADED, VersionKind.SEALED)
    assert files.read(last.file_id).startswith(stories.scan())
    (link,) = documents.links_from(copy.pk)
    assert (link.kind, link.target_id) == (LinkKind.COPIES, issued.pk)
    assert [one.sent_id for one in signatures.preservations(copy.pk)] == [last.file_id], "kept like an original"


def test_the_original_keeps_its_bytes_and_its_number(office: Cast, issued: Any) -> None:
    before, code = letters.latest_pdf(issued), issued.document.code_text
    copy = stories.agreed(office, issued, source="electronic", target="paper")
    operations.make_on_paper(copy.pk, by=office.chi, at=office.after(hours=3))
    assert letters.latest_pdf(issued) == before
    assert documents.document(issued.pk).code_text == code


def test_an_electronic_document_is_printed_with_the_block_of_the_copy(office: Cast, issued: Any) -> None:
    copy = stories.agreed(office, issued, source="electronic", target="paper", places=("Phòng CCVC",))
    made = operations.make_on_paper(copy.pk, by=office.chi, at=office.after(hours=3))
    found = texts(copy.pk)
    assert made.state == CopyState.MADE
    assert {"SAO Y", "Số: 01/SY-SNV", "Thử Nghiệm, ngày 09 tháng 3 năm 2026"} <= set(found)
    assert any("Phòng CCVC" in line for line in found)
    assert any("Lưu: VT" in line for line in found)


def test_all_three_kinds_count_in_one_series(office: Cast, issued: Any) -> None:
    first = stories.agreed(office, issued, source="electronic", target="paper")
    operations.make_on_paper(first.pk, by=office.chi, at=office.after(hours=3))
    text = Upload(letters.made_elsewhere(), "trich.pdf")
    extract = stories.agreed(office, issued, text, kind="trich_sao", source="electronic", target="paper")
    operations.make_on_paper(extract.pk, by=office.chi, at=office.after(hours=3))
    again = stories.agreed(office, first.document, kind="sao_luc", source="electronic", target="paper")
    made = operations.make_on_paper(again.pk, by=office.chi, at=office.after(hours=3))
    assert [documents.document(one.pk).code_text for one in (first, extract, made)] == [
        "01/SY-SNV", "02/TrS-SNV", "03/SL-SNV",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"source": "electronic"}, "gửi thẳng bản gốc"),
        ({"kind": "sao_luc"}, "chỉ được thực hiện từ bản sao y"),
        ({"kind": "chup"}, "Hình thức sao phải là"),
    ],
)
def test_what_the_decree_does_not_know_is_refused_with_its_article(
    office: Cast, issued: Any, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(operations.CopyForbidden) as refusal:
        stories.asked(office, issued, **changed)
    assert words in refusal.value.sentence
    assert "Điều 25" in refusal.value.sentence


def test_a_received_certified_copy_is_copied_on_as_sao_luc_and_not_as_sao_y(office: Cast) -> None:
    came = received.registered(office, channel=Channel.PAPER, notation="SY-SYT")
    with pytest.raises(operations.CopyForbidden):
        operations.ask(came.pk, stories.fields(office), stories.scanned(), by=office.chi, at=office.after(hours=1))
    copy = operations.ask(
        came.pk, stories.fields(office, kind="sao_luc"), stories.scanned(), by=office.chi, at=office.after(hours=1)
    )
    assert (copy.kind, copy.document.type_name) == ("sao_luc", "Bản sao lục")


@pytest.mark.parametrize(("dpi", "mode"), [(150, "RGB"), (200, "L")])
def test_a_poor_scan_becomes_no_electronic_copy(office: Cast, issued: Any, dpi: int, mode: str) -> None:
    with pytest.raises(operations.CopyScanPoor) as refusal:
        stories.asked(office, issued, Upload(stories.scan(dpi, mode), "quet.pdf"))
    assert "200 dpi" in refusal.value.sentence


def test_without_a_file_a_reason_or_an_issued_original_nothing_is_asked(office: Cast, issued: Any) -> None:
    ask = {"by": office.an, "at": office.after(hours=1)}
    with pytest.raises(operations.CopyFileMissing):
        operations.ask(issued.pk, stories.fields(office), None, **ask)
    with pytest.raises(operations.CopyPurposeMissing):
        operations.ask(issued.pk, stories.fields(office, purpose=" "), stories.scanned(), **ask)
    with pytest.raises(NotAllowed) as refusal:
        operations.ask(letters.draft(office).pk, stories.fields(office), stories.scanned(), **ask)
    assert "chưa được phát hành" in refusal.value.sentence


def test_secret_scans_stay_outside(office: Cast, issued: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from vanthu.office.outgoing.operations import uploading

    class Mark:
        sentence = "trang 1 có dấu chỉ độ mật «MẬT»"

    monkeypatch.setattr(uploading, "secrecy_of_pdf", lambda *_, **__: Mark)
    with pytest.raises(UploadSecret):
        stories.asked(office, issued)


def test_only_a_competent_person_decides_and_he_who_asks_himself_has_agreed(office: Cast, issued: Any) -> None:
    with pytest.raises(NotCompetent):
        stories.asked(office, issued, signer_id=office.chi.pk)
    fields = stories.fields(office)
    copy = operations.ask(issued.pk, fields, stories.scanned(), by=office.dung, at=office.after(hours=1))
    assert (copy.state, copy.capacity["lines"]) == (CopyState.AGREED, ["GIÁM ĐỐC"])


def test_no_copy_is_made_before_it_was_agreed_nor_after_it_was_refused(office: Cast, issued: Any) -> None:
    copy = stories.asked(office, issued)
    with pytest.raises(MovedMeanwhile):
        signing.make_copy(copy.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=3))
    operations.refuse(copy.pk, reason="Không cần", by=office.dung, at=office.after(hours=3))
    with pytest.raises(MovedMeanwhile):
        operations.agree(copy.pk, by=office.dung, at=office.after(hours=4))
    assert copy_numbers() == []


PEOPLE: dict[str, dict[str, set[str]]] = {
    CopyState.ASKED: {"an": {"withdraw"}, "dung": {"agree", "refuse"}},
    CopyState.AGREED: {"an": {"withdraw"}, "chi": {"make"}},
    CopyState.MADE: {"chi": {"send"}},
}


@pytest.mark.parametrize("state", PEOPLE)
def test_who_may_do_what_and_who_sees_it(office: Cast, issued: Any, state: str) -> None:
    copy = stories.asked(office, issued)
    if state != CopyState.ASKED:
        operations.agree(copy.pk, by=office.dung, at=office.after(hours=2))
    if state == CopyState.MADE:
        signing.make_copy(copy.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=3))
    copy = queries.one(copy.pk)
    found = {
        name: {verb for verb in policies.LABELS if policies.may(person, verb, copy, at=office.at)}
        for name, person in office.everybody().items()
    }
    assert {name: verbs for name, verbs in found.items() if verbs} == PEOPLE[state]
    seen = {name for name, one in office.everybody().items() if queries.visible_to(one, at=office.at).exists()}
    assert seen == {"an", "chi", "dung"}


def test_another_agency_finds_nothing(office: Cast, issued: Any) -> None:
    copy = stories.asked(office, issued)
    with office.in_syt():
        assert not queries.visible_to(office.em, at=office.at).exists()
        with pytest.raises(NotFound):
            operations.agree(copy.pk, by=office.giang, at=office.at)
        with pytest.raises(NotFound):
            operations.ask(issued.pk, stories.fields(office), stories.scanned(), by=office.em, at=office.at)


def test_a_wrong_pin_keeps_the_number_and_giving_up_cancels_it(office: Cast, issued: Any) -> None:
    copy = stories.agreed(office, issued)
    with pytest.raises(WrongPin):
        signing.make_copy(copy.pk, pin="00000000", by=office.chi, at=office.after(hours=3))
    assert copy_numbers() == [(1, NumberState.TAKEN)]
    operations.withdraw(copy.pk, reason="Không cần nữa", by=office.an, at=office.after(hours=4))
    assert copy_numbers() == [(1, NumberState.CANCELLED)]


def test_an_electronic_copy_is_sent_through_the_axis_once_to_each(office: Cast, issued: Any) -> None:
    copy = stories.agreed(office, issued)
    signing.make_copy(copy.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=3))
    operations.send(copy.pk, letters.RECIPIENTS[:1], by=office.chi, at=office.after(hours=4))
    operations.send(copy.pk, letters.RECIPIENTS, by=office.chi, at=office.after(hours=5))
    assert [one.code for one in exchange.progress(copy.pk)] == ["H99.05", "H99.06"]
    with pytest.raises(operations.CopyRecipientsWrong):
        operations.send(copy.pk, letters.RECIPIENTS, by=office.chi, at=office.after(hours=6))


@pytest.mark.parametrize("recipient", [("H99.02", "Sở Nội vụ"), ("H99.77", "Sở đã giải thể"), ("H1", "Lạ")])
def test_a_copy_goes_only_to_others_who_receive(office: Cast, issued: Any, recipient: tuple[str, str]) -> None:
    copy = stories.agreed(office, issued)
    signing.make_copy(copy.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=3))
    with pytest.raises(operations.CopyRecipientsWrong):
        operations.send(copy.pk, [recipient], by=office.chi, at=office.after(hours=4))


def test_a_copy_on_paper_is_not_sent_through_the_axis(office: Cast, issued: Any) -> None:
    copy = stories.agreed(office, issued, source="electronic", target="paper")
    operations.make_on_paper(copy.pk, by=office.chi, at=office.after(hours=3))
    with pytest.raises(MovedMeanwhile):
        operations.send(copy.pk, letters.RECIPIENTS, by=office.chi, at=office.after(hours=4))


def test_the_signature_of_a_copy_is_valid_with_the_agency_alone(office: Cast, issued: Any) -> None:
    copy = stories.agreed(office, issued)
    signing.make_copy(copy.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=3))
    version = documents.latest_version(copy.pk)
    assert version is not None
    from django.conf import settings

    trust = standard.Trust.from_dir(settings.OFFICE.signing.trust_dir)
    alone = frozenset({standard.Role.AGENCY})
    verdict = standard.verify(files.read(version.file_id), trust, at=office.after(hours=4), expected=alone)
    assert verdict.outcome is standard.Outcome.VALID


def test_a_copy_lies_on_the_desk_of_whoever_must_act(office: Cast, issued: Any) -> None:
    copy = stories.asked(office, issued)
    assert [one.pk for one in queries.desk(office.dung, at=office.at).to_agree] == [copy.pk]
    operations.agree(copy.pk, by=office.dung, at=office.after(hours=2))
    assert queries.desk(office.dung, at=office.at).to_agree == ()
    assert [one.pk for one in queries.desk(office.chi, at=office.at).to_make] == [copy.pk]


# ── the code on paper (ND137-A5) ─────────────────────────────────────────────────────────────────────────────────────


def printed_code(copy_id: Any) -> str:
    """Read the code off the print, as whoever holds it."""
    return next(found[0] for line in texts(copy_id) if (found := re.findall(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", line)))


def on_paper(cast: Cast, original: Any, **changed: Any) -> Any:
    copy = stories.agreed(cast, original, **{"source": "electronic", "target": "paper", **changed})
    return operations.make_on_paper(copy.pk, by=cast.chi, at=cast.after(hours=3))


def test_whoever_holds_a_copy_on_paper_learns_what_it_is_by_the_code_on_it(office: Cast, issued: Any) -> None:
    copy = on_paper(office, issued)
    code = printed_code(copy.pk)
    known = queries.known_by(code.lower().replace("-", " "))
    assert known is not None
    assert (known.copy.pk, known.standing) == (copy.pk, Standing.KNOWN)
    assert code not in str(Copy.of_all_agencies.filter(pk=copy.pk).values().get())


def test_each_copy_has_a_code_of_its_own_of_a_hundred_random_bits(office: Cast, issued: Any) -> None:
    printed = {printed_code(on_paper(office, issued).pk) for _ in range(3)}
    assert len(printed) == 3
    assert len(codes.ALPHABET) ** codes.LETTERS >= 2**96
    other = next(iter(printed))
    wrong = other[:-1] + ("0" if other[-1] != "0" else "1")
    assert queries.known_by(wrong) is None


@pytest.mark.parametrize("typed", ["", "01/SY-SNV", "0" * 20, "7K3M", "%", "x" * 5000])
def test_nothing_else_finds_a_copy(office: Cast, issued: Any, typed: str) -> None:
    stories.agreed(office, issued, source="electronic", target="paper")
    on_paper(office, issued)
    assert queries.known_by(typed) is None


def test_the_print_tells_that_it_was_turned_from_electronic_and_by_whom(office: Cast, issued: Any) -> None:
    words = " ".join(texts(on_paper(office, issued).pk))
    assert "Chuyển từ văn bản điện tử sang văn bản giấy lúc" in words
    assert f"người chuyển: {office.chi.full_name}" in words
    scanned = " ".join(texts(on_paper(office, issued, source="paper").pk))
    assert "Mã tra cứu bản sao" in scanned
    assert "Chuyển từ văn bản điện tử" not in scanned


def test_a_copy_of_what_was_replaced_since_says_so_also_where_it_was_copied_twice(office: Cast, issued: Any) -> None:
    first = on_paper(office, issued)
    second = on_paper(office, first.document, kind="sao_luc")
    draft = letters.draft(office)
    documents_written.link(draft.pk, issued.pk, LinkKind.REPLACES)
    found = [queries.known_by(printed_code(one.pk)) for one in (first, second)]
    assert [one and one.standing for one in found] == [Standing.KNOWN] * 2
    documents_written.freeze(draft.pk, at=office.after(hours=5))
    found = [queries.known_by(printed_code(one.pk)) for one in (first, second)]
    assert [one and one.standing for one in found] == [Standing.ENDED] * 2
    assert found[1] is not None
    assert found[1].ended_by is not None
    assert found[1].ended_by.pk == draft.pk


def test_a_copy_of_what_its_issuer_took_back_says_so(office: Cast) -> None:
    came = received.registered(office, channel=Channel.PAPER)
    copy = operations.ask(
        came.pk, stories.fields(office, target="paper"), stories.scanned(), by=office.chi, at=office.after(hours=1)
    )
    operations.agree(copy.pk, by=office.dung, at=office.after(hours=2))
    operations.make_on_paper(copy.pk, by=office.chi, at=office.after(hours=3))
    code = printed_code(copy.pk)
    asked_back = {"reason": "sai nội dung", "asked_by": "Sở Y tế"}
    incoming_written.ask_back(came.pk, **asked_back, at=office.after(hours=4))
    known = queries.known_by(code)
    assert known is not None
    assert known.standing == Standing.RECALLED
