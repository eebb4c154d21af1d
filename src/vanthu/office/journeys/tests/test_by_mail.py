"""A document in an e-mail: to the same desk and the same register as any other, and its sender hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.documents import queries as documents
from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming import queries
from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.journeys import by_mail
from vanthu.office.journeys.entering import AlreadyHere, Seen
from vanthu.office.journeys.tests.test_by_hand import letter, scanned
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotFound
from vanthu.office.mailbox import operations as mailbox
from vanthu.office.mailbox import ports
from vanthu.office.mailbox.states import Source
from vanthu.office.mailbox.tests.letters import OURS, PASSED, email
from vanthu.office.settings import MailSettings
from vanthu.office.signatures import queries as signatures
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys

MailAnswer = apps.get_model("mailbox", "MailAnswer")
MailReceived = apps.get_model("mailbox", "MailReceived")
FILES = (("45-SYT.pdf", scanned()), ("phu-luc.xlsx", b"PK junk"), ("anh.png", b"png"))


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> Iterator[None]:
    settings.OFFICE = settings.OFFICE.model_copy(
        update={"mail": MailSettings(host="smtp.test", sender="ht@snv.example")}
    )
    with ports.provided(dns=lambda *_, **__: None):
        yield


def came(cast: Cast, raw: bytes | None = None, *, sender_known: bool = True) -> Any:
    raw = raw if raw is not None else email(files=FILES)
    head = PASSED if sender_known else b""
    return mailbox.keep(head + raw, source=Source.MAILBOX, trusted_servers=[OURS], at=cast.at)


def taken(cast: Cast, mail: Any, **how: Any) -> Any:
    by = how.pop("by", cast.chi)
    return by_mail.take_up(mail.pk, how.pop("fields", letter(cast)), main=0, **how, by=by, at=cast.after(hours=1))


def test_it_is_registered_with_the_files_the_clerk_chose(in_snv: Cast) -> None:
    document = taken(in_snv, came(in_snv), appendices=[1])
    assert (document.state, document.arrival_number, document.channel) == ("registered", 1, Channel.EMAIL)
    version = documents.latest_version(document.pk)
    assert version is not None
    assert version.file_name == "45-SYT.pdf"
    assert [one.file_name for one in documents.attachments(document.pk)] == ["phu-luc.xlsx"]
    mail = MailReceived.objects.get()
    assert (mail.state, mail.document_id) == ("taken", document.pk)


def test_a_signature_in_a_file_of_its_own_goes_with_what_it_signs(in_snv: Cast, signing_keys: Keys) -> None:
    """The clerk chooses the letter; its .p7s comes with it and is judged over it."""
    files = (*FILES[:1], ("45-SYT.pdf.p7s", signing_keys.detached(scanned())), *FILES[2:])
    document = taken(in_snv, came(in_snv, email(files=files)))
    assert [one.file_name for one in documents.attachments(document.pk)] == ["45-SYT.pdf.p7s"]
    version = documents.latest_version(document.pk)
    assert version is not None
    verdict = signatures.verdict_for(version.file_id)
    assert verdict is not None
    assert verdict.beside_id is not None
    assert [one["signer_name"] for one in verdict.findings["signatures"]] == ["Sở Nội vụ"]


def test_its_sender_hears_the_number_it_got(in_snv: Cast) -> None:
    taken(in_snv, came(in_snv))
    told = list(MailAnswer.objects.order_by("created_at").values_list("kind", "text"))
    assert [kind for kind, _ in told] == ["received", "registered"]
    assert told[1][1] == "Đã tiếp nhận, vào sổ văn bản đến số 1"
    assert not apps.get_model("exchange", "StatusToSend").objects.exists()


def test_what_may_be_forged_is_for_information_only(in_snv: Cast) -> None:
    document = taken(in_snv, came(in_snv, sender_known=False))
    assert document.legal_value == LegalValue.REFERENCE
    assert "VT-DEN-THU-KHONG-CHINH-THUC" in [warn.code for warn in queries.warnings(document)]


def test_it_is_taken_once_by_one_clerk_of_this_agency(in_snv: Cast) -> None:
    mail = came(in_snv)
    with pytest.raises(NotFound):
        taken(in_snv, mail, by=in_snv.an)
    taken(in_snv, mail)
    with pytest.raises(MovedMeanwhile):
        taken(in_snv, mail, fields=letter(in_snv, number="46"))
    assert apps.get_model("documents", "Document").objects.count() == 1


@pytest.mark.parametrize("main", [3, -1])
def test_a_file_that_is_not_there_is_no_document(in_snv: Cast, main: int) -> None:
    with pytest.raises(by_mail.FileNotInMail):
        by_mail.take_up(came(in_snv).pk, letter(in_snv), main=main, by=in_snv.chi, at=in_snv.at)


def test_what_is_here_by_another_way_is_shown_and_nothing_is_done(in_snv: Cast) -> None:
    """One register for every way (ND30-A22): paper first, the same by e-mail afterwards."""
    from vanthu.office.journeys.by_hand import receive

    first = receive(letter(in_snv), by=in_snv.chi, at=in_snv.at)
    mail = came(in_snv)
    with pytest.raises(AlreadyHere) as asked:
        taken(in_snv, mail)
    assert asked.value.earlier.pk == first.pk
    assert MailReceived.objects.get().state == "waiting"

    again = taken(in_snv, mail, seen=Seen(same=True))
    assert (again.state, again.arrival_number) == (IncomingState.JOINED, None)
    assert MailAnswer.objects.get(kind="registered").text.endswith("số đến 1")


def test_a_document_that_came_by_axis_and_looks_like_another_waits_for_a_decision(in_snv: Cast) -> None:
    from vanthu.office.incoming.tests.stories import arrived, statuses

    first = incoming.register(arrived(in_snv).pk, by=in_snv.chi, at=in_snv.at)
    twins = [arrived(in_snv, number="089") for _ in range(2)]
    for twin in twins:
        type(twin).objects.filter(pk=twin.pk).update(possible_duplicate_of=first.document)
    with pytest.raises(incoming.DuplicateUndecided):
        incoming.register(twins[0].pk, by=in_snv.chi, at=in_snv.at)
    kept = incoming.register(twins[0].pk, although="Số cấp trùng", by=in_snv.chi, at=in_snv.at)
    assert (kept.arrival_number, kept.although) == (2, "Số cấp trùng")
    joined = incoming.join(twins[1].pk, by=in_snv.chi, at=in_snv.at)
    assert statuses(joined)[-1] == ("03", "Đã tiếp nhận; là bản khác của văn bản đã nhận, số đến 1")


def test_what_a_package_left_out_is_completed_and_what_it_says_is_never_overwritten(in_snv: Cast) -> None:
    from vanthu.office.incoming.tests.stories import arrived

    poor = arrived(in_snv, signer_name="", issued_on=None)
    filled = {"signer_name": "Lê Văn Thử", "issued_on": in_snv.at.date(), "number": "99", "issuer_name": "Khác"}
    incoming.register(poor.pk, filled=filled, by=in_snv.chi, at=in_snv.at)
    document = documents.document(poor.pk)
    assert (document.signer_name, document.issued_on) == ("Lê Văn Thử", in_snv.at.date())
    assert (document.number, document.issuer_name) == ("88", "Sở Y tế")


def test_a_page_that_says_otherwise_than_its_data_is_told(in_snv: Cast) -> None:
    from vanthu.office.incoming.tests.stories import arrived

    one = arrived(in_snv)
    one.on_page = {"number": "89", "notation": "syt-vp", "issued_on": "2026-03-01", "urgency": 3}
    told = [warn.sentence for warn in queries.warnings(one) if warn.code == "VT-DEN-KHAC-TRANG-1"]
    assert [sentence.partition(":")[0] for sentence in told] == ["Số", "Ngày văn bản", "Mức độ khẩn"]
    assert "trang 1 ghi «89», dữ liệu gửi kèm ghi «88»" in told[0]


def test_both_documents_are_compared_item_by_item(in_snv: Cast) -> None:
    from vanthu.office.incoming.tests.stories import arrived

    theirs = queries.data_of(arrived(in_snv).document)
    rows = {row.label: row.differs for row in queries.compared(theirs, {**theirs, "subject": "khác", "number": "088"})}
    assert rows["Trích yếu"]
    assert not rows["Số"], "05 and 5 are the same number"
