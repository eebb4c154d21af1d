"""Packages which the official SDK wrote, sent byte for byte as it sends them, by a system that is not ours."""

import pytest

from vanthu.axis.testing.fixtures import SECRET_SDK
from vanthu.axis.testing.samples import sample
from vanthu.axis.testing.sdk import SdkService
from vanthu.axis.testing.server import ORGAN_ID, RunningAxis
from vanthu.standards.vxp import Client

DOCUMENTS = {
    "built_by_sdk_dc0bdef0": ("000.00.00.G22", {"000.00.00.H41", "000.00.00.H14", "000.00.00.G17"}),
    "edoc_new": ("000.00.00.A80", {"28.22.H17"}),
    "edoc_update": ("000.00.00.G22", {"000.00.00.H41", "000.00.00.H14", "000.00.00.G17"}),
    "edoc_revocation": ("000.00.00.G22", {"000.00.00.H41", "000.00.00.H14", "000.00.00.G17"}),
    "edoc_replacement": ("000.00.00.G22", {"000.00.00.H41", "000.00.00.H14", "000.00.00.G17"}),
}
STATUSES = {
    "status": ("000.00.00.H41", "000.00.00.G22"),
    "status_inbox_01": ("000.00.00.H41", "000.00.00.G22"),
    "status_rejection_02": ("000.00.00.H41", "000.00.00.G22"),
    "status_acceptance_03": ("000.00.00.H41", "000.00.00.G22"),
    "status_assignment_04": ("000.00.00.H41", "000.00.00.G22"),
    "status_processing_05": ("000.00.00.H41", "000.00.00.G22"),
    "status_finish_06": ("000.00.00.H41", "000.00.00.G22"),
    "status_cancellation_13": ("000.00.00.G22", "000.00.00.H41"),
    "status_change-acceptance_15": ("000.00.00.H41", "000.00.00.G22"),
    "status_change-rejection_16": ("000.00.00.H41", "000.00.00.G22"),
}


@pytest.fixture
def service(axis: RunningAxis) -> SdkService:
    return SdkService(axis.port, "SDK", SECRET_SDK)


@pytest.fixture
def client(axis: RunningAxis):
    with Client(axis.endpoint, "SDK", SECRET_SDK) as client:
        yield client


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_of_the_sdk_arrives_at_each_of_its_recipients(service, client, name):
    sender, recipients = DOCUMENTS[name]
    package = sample(f"sdk-demo/{name}.edxml").read_bytes()
    reply = service.send_edoc(package, sender=sender)
    assert (reply.status, reply.continued, reply.members["status"]) == (200, True, "OK"), reply.members
    rows = client.sent(reply.members["DocId"])
    assert {row.to_code for row in rows} == recipients
    for row in rows:
        given = client.get_edoc(row.receiver_doc_id)
        start = given.index(f"<edXML:OrganId>{ORGAN_ID}</edXML:OrganId>".encode())
        assert given[:200] == package[:200]
        assert given[-500:] == package[-500:]
        assert 0 < start < len(given)
        assert len(given) - len(package) < 300


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_of_the_sdk_arrives_unchanged(service, client, name):
    sender, recipient = STATUSES[name]
    package = sample(f"sdk-demo/{name}.edxml").read_bytes()
    reply = service.send_edoc(package, sender=sender, message_type="status")
    assert reply.members["status"] == "OK", reply.members
    (row,) = client.sent(reply.members["DocId"], "status")
    assert row.to_code == recipient
    assert client.get_edoc(row.receiver_doc_id) == package


def test_one_service_object_may_repeat_the_headers_of_its_earlier_calls(service, client):
    """After sendEdoc the map still holds hash-file, from and docId; all are signed and sent with every later call."""
    package = sample("sdk-demo/edoc_new.edxml").read_bytes()
    doc_id = service.send_edoc(package, sender="000.00.00.A80").members["DocId"]
    (row,) = client.sent(doc_id)
    listed = service.call("getReceivedEdocList", {"servicetype": "eDoc", "messagetype": "edoc"}, b"").members
    assert (listed["ErrorCode"], isinstance(listed["data"], list)) == ("0", True)
    got = service.call("getEdoc", {"docId": row.receiver_doc_id, "filePath": "C:/edoc/new.edxml"}).members
    assert (got["status"], len(got["data"]) > 1000) == ("OK", True)
    both = {"docId": row.receiver_doc_id, "docid": row.receiver_doc_id, "status": "done"}
    assert service.call("updateStatus", both).members["status"] == "OK"
    assert service.call("countReceiveEdoc", {}).members["count"] >= 0
    assert service.call("getAgenciesList", {}, b"").members["data"]
    assert service.call("getAgenciesListQD20", {"level": "1"}, b"").members["data"]
    sent = service.call("getSentEdocList", {"docId": doc_id, "servicetype": "eDoc", "messagetype": "edoc"}, b"").members
    assert [item["receiveStatus"] for item in sent["data"]] == ["done"]


def test_the_replies_have_every_member_the_sdk_reads_and_none_is_null(service):
    package = sample("sdk-demo/edoc_new.edxml").read_bytes()
    good = service.send_edoc(package, sender="000.00.00.A80").members
    bad = service.send_edoc(b"<edXML", sender="000.00.00.A80").members
    for members in (good, bad, service.call("getReceivedEdocList", {"messagetype": "edoc"}, b"").members):
        assert all(isinstance(members[name], str) for name in ("status", "ErrorCode", "ErrorDesc"))
        assert None not in members.values()
        assert all(None not in row.values() for row in members.get("data", []))
    assert (bad["DocId"], bad["status"]) == ("", "FAIL")


def test_junk_before_the_declaration_is_passed_on_as_it_came(service, client):
    package = sample("defective/edoc_new_pvn_junk-before-xml-decl.edxml").read_bytes()
    members = service.send_edoc(package, sender="002.00.20.H13").members
    assert members["ErrorCode"] == "0", members
    (row, *_) = client.sent(members["DocId"])
    assert client.get_edoc(row.receiver_doc_id)[:200] == package[:200]


def test_what_is_not_well_formed_is_refused(service):
    package = sample("defective/edoc_tlt_double-From_unbound-prefix.edxml").read_bytes()
    assert service.send_edoc(package, sender="000.00.00.G22").members["ErrorCode"] == "10"
