"""Taking a package and putting it down for its recipients, below HTTP."""

import pytest
from django.conf import settings
from django.db import connection

from vanthu.axis.delivery import queries, states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.tests.cast import caller, submit
from vanthu.axis.evidence.models import Fact
from vanthu.axis.evidence.queries import verify_log
from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.intake.policies import NotConformant, UnknownSender
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.registry import operations as registry
from vanthu.axis.routing.policies import RecipientLocked, UnknownRecipient
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document, status
from vanthu.runtime.store import ByteStore, StoreFull
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def test_a_package_has_its_bytes_its_rows_and_its_fact():
    message = document("H37.02", "G09", "H37.05")
    hub_id = submit(message)
    package = Package.objects.get(pk=hub_id)
    assert package_store().read(package.sha256) == edxml.write_bytes(message)
    assert (package.from_code, package.document_id, package.title) == ("H37.02", message.document_id, message.subject)
    assert {row.to_code for row in package.deliveries.all()} == {"G09", "H37.05"}
    fact = Fact.objects.latest("number")
    assert (fact.kind, fact.subject, fact.by) == ("package.accepted", str(hub_id), "system:TINH")
    assert package.sha256 in fact.data
    assert verify_log().intact


@pytest.mark.parametrize("attachment_bytes", [2_000, 1_500_000], ids=["in memory", "read again from the disk"])
def test_a_small_package_is_judged_without_reading_it_again(monkeypatch, attachment_bytes):
    """Each look at a file lets other threads in first: small ones are judged from what has just been hashed."""
    asked = []
    monkeypatch.setattr(ByteStore, "path", lambda self, sha256: asked.append(sha256) or self._place(sha256))
    hub_id = submit(document("H37.02", "G09", attachment_bytes=attachment_bytes))
    assert Package.objects.get(pk=hub_id).title
    assert len(asked) == (attachment_bytes > 1_000_000)


def test_a_repeated_package_leaves_no_second_fact_unless_recipients_are_added():
    message = document("H37.02", "G09", "H37.05")
    first = submit(message, to=("G09",))
    facts = Fact.objects.count()
    assert submit(message, to=("G09",)) == first
    assert Fact.objects.count() == facts
    assert submit(message) == first
    assert Fact.objects.latest("number").kind == "package.recipients_added"
    assert Delivery.objects.filter(package=first).count() == 2


def test_a_refused_package_is_recorded_with_its_bytes_and_reaches_nobody():
    message = document("H37.02", "G09", subject="")
    with pytest.raises(NotConformant):
        submit(message)
    refusal = Refusal.objects.get()
    assert (refusal.code, refusal.wire_code, refusal.from_code) == ("VT-TRUC-SAI-CHUAN", "22", "H37.02")
    assert package_store().read(refusal.sha256) == edxml.write_bytes(message)
    assert not Package.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("recipient", "error"),
    [("G13", RecipientLocked), ("G88", UnknownRecipient), ("G09.01", UnknownRecipient), ("Z99", UnknownRecipient)],
)
def test_one_recipient_that_cannot_get_it_stops_the_whole_package(recipient, error):
    with pytest.raises(error):
        submit(document("H37.02", "G09", recipient))
    assert not Delivery.objects.exists()


def test_a_package_may_be_sent_again_to_the_others_while_one_recipient_is_locked():
    assert submit(document("H37.02", "G09", "G13"), to=("G09",))


def test_two_codes_of_one_agency_are_one_delivery():
    hub_id = submit(document("G09", "H37.02", "000.00.02.H37"), "BO")
    assert Delivery.objects.filter(package=hub_id).count() == 1


@pytest.mark.parametrize("verb", [registry.lock_agency, registry.close_agency])
def test_an_agency_that_is_locked_or_closed_sends_nothing(verb):
    verb("H37.02", by="test", at=AT)
    with pytest.raises(UnknownSender):
        submit(document("H37.02", "G09"))


def test_a_status_reaches_a_locked_agency_because_the_document_was_its_own():
    hub_id = submit(status("H37.02", document("G13", "H37.02")))
    assert Delivery.objects.get(package=hub_id).recipient.code == "G13"


def test_the_same_bytes_from_two_systems_are_two_packages():
    """A neighbour who sends a copy must not be told the hub id of the original, nor block it."""
    registry.change_agency("H37.05", {"system": "BO"}, by="test", at=AT)
    message = document("H37.05", "G09")
    first = submit(message, "BO")
    registry.change_agency("H37.05", {"system": "TINH"}, by="test", at=AT)
    assert submit(message, "TINH") != first


def test_what_waits_goes_to_the_system_that_serves_the_agency_now():
    submit(document("H37.02", "G09"))
    assert queries.waiting(MessageType.EDOC, caller("BO").system) == 1
    registry.change_agency("G09", {"system": "TINH"}, by="test", at=AT)
    assert queries.waiting(MessageType.EDOC, caller("BO").system) == 0
    assert queries.waiting(MessageType.EDOC, caller("TINH").system) == 1


def test_a_full_disk_under_the_bytes_records_nothing(monkeypatch):
    def full(body, digest):
        raise StoreFull

    monkeypatch.setattr("vanthu.axis.intake.operations.package_store", lambda: type("Full", (), {"keep_hashed": full}))
    with pytest.raises(StoreFull):
        submit(document("H37.02", "G09"))
    assert not Package.objects.exists()
    assert not Refusal.objects.exists()


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="SQLite can be told how large it may grow"
)
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_under_the_database_is_named_and_rolled_back():
    def submit_until_full():
        for _ in range(200):
            submit(document("H37.02", "G09", subject="x" * 1900))

    pages = pragma("page_count")
    pragma(f"max_page_count = {pages}")
    try:
        with pytest.raises(StoreFull):
            submit_until_full()
    finally:
        connection.close()  # the limit is the connection's
    assert Package.objects.count() == Delivery.objects.count() < 200
    assert verify_log().intact
    assert submit(document("H37.02", "G09"))


def pragma(text):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {text}").fetchone()[0]


def test_the_moves_of_a_delivery_are_those_of_the_protocol():
    assert states.DELIVERY_MOVES.final == {states.DONE}
    assert states.DELIVERY_MOVES.verbs(states.INITIAL) == ("processing", "fail", "done", "expire")
    assert states.DELIVERY_MOVES.verbs(states.FAIL) == ("processing", "done", "expire", "retry")
    assert states.DELIVERY_MOVES.verbs(states.DONE) == ()
