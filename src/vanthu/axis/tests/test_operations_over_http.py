"""Every operation of VXP, by our client over real HTTP against a real server."""

import hashlib
import threading
import urllib.request

import httpx
import pytest

from vanthu.axis.testing.fixtures import AT, SECRET_BO, SECRET_SNV, SEED
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.server import ORGAN_ID, peak_memory, running_axis
from vanthu.standards import edxml
from vanthu.standards.vxp import AgencyRegistration, Client, TransferStatus, VxpRefused
from vanthu.standards.vxp.headers import sign, timestamp_text


def only_delivery(client: Client, code: str, message_type: str = "edoc") -> str:
    """Return the hub id of the one thing that waits for an agency."""
    (item,) = client.received(message_type, to=code)
    return item.doc_id


def test_a_document_reaches_its_recipient_and_the_sender_sees_how_far_it_is(tinh, bo, fresh, tmp_path):
    message = document("H37.02", fresh)
    hub_id = tinh.send_edoc(edxml.write_bytes(message), from_code="H37.02")

    (item,) = bo.received("edoc", to=fresh)
    assert (item.from_code, item.to_code, item.status) == ("H37.02", fresh, TransferStatus.INITIAL)
    assert item.doc_id != hub_id
    bo.update_status(item.doc_id, "processing")
    got = edxml.read(bo.download(item.doc_id, tmp_path), attachments_dir=tmp_path / "files").message
    assert (got.subject, got.attachments[0].content) == (message.subject, message.attachments[0].content)
    bo.update_status(item.doc_id, "done", "Đã lưu")
    bo.update_status(item.doc_id, "done")

    assert bo.received("edoc", to=fresh) == []
    assert [row.doc_id for row in bo.received("edoc", to=fresh, status="done")] == [item.doc_id]
    (row,) = tinh.sent(hub_id)
    assert (row.sender_doc_id, row.receiver_doc_id, row.to_code) == (hub_id, item.doc_id, fresh)
    assert (row.receive_status, row.receive_status_desc) == ("done", "Da luu")
    assert (row.title, row.notation) == (message.subject, message.code.text)
    assert row.sent_time <= row.received_time


def test_only_the_axis_own_trace_is_added_to_the_bytes(tinh, bo, fresh, tmp_path):
    package = edxml.write_bytes(document("H37.02", fresh, trace=(edxml.TraceHeader("H37.02", None),)))
    tinh.send_edoc(package, from_code="H37.02")
    doc_id = only_delivery(bo, fresh)
    given = bo.download(doc_id, tmp_path).read_bytes()
    start = given.index(b"<edXML:TraceHeader><edXML:OrganId>" + ORGAN_ID.encode())
    end = given.index(b"</edXML:TraceHeader>", start) + len(b"</edXML:TraceHeader>")
    without = given[:start] + given[end:]
    assert without.replace(b" ", b"").replace(b"\n", b"") == package.replace(b" ", b"").replace(b"\n", b"")
    assert len(given) - len(package) < 200
    assert bo.get_edoc(doc_id) == given == bo.download(doc_id, tmp_path).read_bytes()


def test_the_exact_bytes_are_kept_under_their_hash(tinh, axis, fresh):
    package = edxml.write_bytes(document("H37.02", fresh))
    tinh.send_edoc(package, from_code="H37.02")
    digest = hashlib.sha256(package).hexdigest()
    assert (axis.folder / "data" / "packages" / digest[:2] / digest).read_bytes() == package


def test_every_recipient_has_a_delivery_of_its_own(tinh, bo, fresh):
    hub_id = tinh.send_edoc(edxml.write_bytes(document("H37.02", fresh, "H37.05", "G09")), from_code="H37.02")
    rows = tinh.sent(hub_id)
    assert sorted(row.to_code for row in rows) == sorted([fresh, "H37.05", "G09"])
    assert len({row.receiver_doc_id for row in rows} | {hub_id}) == 4
    bo.update_status(only_delivery(bo, fresh), "done")
    assert {row.to_code: row.receive_status for row in tinh.sent(hub_id)} == {
        fresh: "done",
        "H37.05": "initial",
        "G09": "initial",
    }


def test_the_same_package_again_is_the_same_package(tinh, bo, fresh):
    package = edxml.write_bytes(document("H37.02", fresh))
    assert len({tinh.send_edoc(package, from_code="H37.02") for _ in range(3)}) == 1
    assert len(bo.received("edoc", to=fresh)) == 1


def test_a_done_delivery_does_not_come_back_when_the_package_is_sent_again(tinh, bo, fresh):
    package = edxml.write_bytes(document("H37.02", fresh))
    tinh.send_edoc(package, from_code="H37.02")
    bo.update_status(only_delivery(bo, fresh), "done")
    tinh.send_edoc(package, from_code="H37.02")
    assert bo.received("edoc", to=fresh) == []


def test_sixteen_clients_sending_the_same_package_at_once_make_one(axis, bo, fresh):
    package = edxml.write_bytes(document("H37.02", fresh))
    ids, ready = [], threading.Barrier(16)

    def send() -> None:
        with Client(axis.endpoint, "TINH", SECRET_SNV) as client:
            ready.wait()
            ids.append(client.send_edoc(package, from_code="H37.02"))

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(ids), len(set(ids))) == (16, 1)
    assert len(bo.received("edoc", to=fresh)) == 1


def test_a_restricted_package_reaches_the_others_when_it_is_sent_again_without_restriction(tinh, bo, fresh):
    package = edxml.write_bytes(document("H37.02", fresh, "H37.05"))
    first = tinh.send_edoc(package, from_code="H37.02", to=["H37.05"])
    assert bo.received("edoc", to=fresh) == []
    assert tinh.send_edoc(package, from_code="H37.02") == first
    assert len(bo.received("edoc", to=fresh)) == 1
    assert sorted(row.to_code for row in tinh.sent(first)) == sorted([fresh, "H37.05"])


def test_an_old_code_reaches_the_agency_that_has_a_new_one(tinh, bo):
    package = edxml.write_bytes(document("G09", "000.00.02.H37"))
    hub_id = bo.send_edoc(package, from_code="G09")
    assert hub_id
    (row,) = bo.sent(hub_id)
    waiting = {item.doc_id: item.to_code for item in tinh.received("edoc", to="H37.02", page_size=1000)}
    assert waiting[row.receiver_doc_id] == "000.00.02.H37"


def test_a_status_message_goes_to_the_issuer_it_names(tinh, bo, fresh, tmp_path):
    message = document("H37.02", fresh)
    tinh.send_edoc(edxml.write_bytes(message), from_code="H37.02")
    package = edxml.write_bytes(status(fresh, message, "01"))
    hub_id = bo.send_edoc(package, from_code=fresh, message_type="status")
    (row,) = bo.sent(hub_id, "status")
    waiting = {item.doc_id: item for item in tinh.received("status", to="H37.02", page_size=1000)}
    assert waiting[row.receiver_doc_id].from_code == fresh
    assert tinh.download(row.receiver_doc_id, tmp_path).read_bytes() == package


def test_a_status_about_a_document_of_a_merged_agency_goes_to_its_successor(tinh, bo):
    about = document("G07", "H37.02")
    hub_id = tinh.send_edoc(edxml.write_bytes(status("H37.02", about)), from_code="H37.02", message_type="status")
    (row,) = tinh.sent(hub_id, "status")
    assert row.to_code == "G07"
    assert row.receiver_doc_id in {item.doc_id for item in bo.received("status", to="G09", page_size=1000)}


def test_what_failed_is_listed_again_behind_what_is_new(tinh, bo, fresh):
    ids = [tinh.send_edoc(edxml.write_bytes(document("H37.02", fresh)), from_code="H37.02") for _ in range(3)]
    first, second, third = (tinh.sent(hub_id)[0].receiver_doc_id for hub_id in ids)
    bo.update_status(first, "fail", "Không đọc được")
    assert [item.doc_id for item in bo.received("edoc", to=fresh)] == [second, third, first]
    assert bo.received("edoc", to=fresh, status="fail")[0].status_desc == "Khong doc duoc"
    bo.update_status(first, "processing")
    bo.update_status(first, "done")


def test_what_is_done_stays_done(tinh, bo, fresh):
    tinh.send_edoc(edxml.write_bytes(document("H37.02", fresh)), from_code="H37.02")
    doc_id = only_delivery(bo, fresh)
    bo.update_status(doc_id, "done")
    for wanted in ("processing", "fail", "initial"):
        with pytest.raises(VxpRefused) as caught:
            bo.update_status(doc_id, wanted)
        assert caught.value.error_code == "49"


def test_pages_together_are_the_whole_list(tinh, bo, fresh):
    for _ in range(5):
        tinh.send_edoc(edxml.write_bytes(document("H37.02", fresh)), from_code="H37.02")
    pages = [bo.received("edoc", to=fresh, page_size=2, page_index=index) for index in range(4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    whole = [item.doc_id for item in bo.received("edoc", to=fresh)]
    assert [item.doc_id for page in pages for item in page] == whole


def test_a_list_can_be_asked_for_by_time(tinh, bo, fresh):
    tinh.send_edoc(edxml.write_bytes(document("H37.02", fresh)), from_code="H37.02")
    (item,) = bo.received("edoc", to=fresh)
    later = item.created_time.replace(year=item.created_time.year + 1)
    assert bo.received("edoc", to=fresh, from_date=later) == []
    assert len(bo.received("edoc", to=fresh, from_date=item.created_time, to_date=later)) == 1


def test_counts_follow_what_waits(tinh, bo, fresh):
    documents, statuses = bo.count_received("edoc"), bo.count_received("status")
    tinh.send_edoc(edxml.write_bytes(document("H37.02", fresh)), from_code="H37.02")
    assert (bo.count_received("edoc"), bo.count_received("status")) == (documents + 1, statuses)
    bo.update_status(only_delivery(bo, fresh), "done")
    assert bo.count_received("edoc") == documents


def test_nothing_of_another_system_can_be_seen_or_touched(tinh, bo, fresh, tmp_path):
    hub_id = tinh.send_edoc(edxml.write_bytes(document("H37.02", fresh)), from_code="H37.02")
    doc_id = only_delivery(bo, fresh)
    assert tinh.received("edoc", to=fresh) == []
    attempts = (
        lambda: tinh.get_edoc(doc_id),
        lambda: tinh.download(doc_id, tmp_path),
        lambda: tinh.update_status(doc_id, "done"),
        lambda: bo.sent(hub_id),
    )
    for attempt in attempts:
        with pytest.raises(VxpRefused) as caught:
            attempt()
        assert caught.value.error_code == "44"


def test_the_registry_can_be_read_in_its_three_forms(tinh):
    by_code = {agency.code: agency for agency in tinh.agencies()}
    assert by_code["H37.02"].old_code == "000.00.02.H37"
    assert by_code["H37.02"].pid == by_code["H37"].id
    assert "G07" not in by_code
    top = {agency.code for agency in tinh.agencies_qd20(1)}
    assert {"H37", "G09"} <= top
    assert "H37.02" not in top
    assert {agency.code102 for agency in tinh.agencies_qd20() if agency.code == "H37"} == {"000.00.00.H37"}
    units = {unit.code: unit for unit in tinh.units()}
    assert (units["G07"].deleted, units["G09"].deleted, units["G09.01"].is_agency) == (True, False, False)
    assert (units["H37"].center_code, units["H37"].modify_date is None) == ("TINH", False)


def test_a_system_registers_changes_and_withdraws_an_agency_of_its_own(tinh, bo):
    registration = AgencyRegistration(code="H37.77", name="Xã Mới", pcode="H37", mail="xa@example.gov.vn")
    tinh.register_agency(registration)
    tinh.register_agency(registration)
    before = {unit.code: unit for unit in bo.units()}["H37.77"]
    assert (before.name, before.mail, before.version) == ("Xã Mới", "xa@example.gov.vn", 1)
    tinh.register_agency(AgencyRegistration(code="H37.77", name="Phường Mới", pcode="H37"))
    after = {unit.code: unit for unit in bo.units()}["H37.77"]
    assert (after.name, after.version, after.deleted) == ("Phường Mới", 2, False)
    tinh.delete_agency("H37.77")
    assert {unit.code: unit for unit in bo.units()}["H37.77"].deleted
    with pytest.raises(VxpRefused, match="49"):
        tinh.delete_agency("H37.77")


@pytest.mark.parametrize(
    ("code", "pcode", "error"),
    [
        ("G09.66", "G09", "43"),
        ("G09.66", "H37", "43"),
        ("X01", "NOWHERE", "44"),
        ("X01", "", "40"),
        ("X" * 36, "H37", "40"),
    ],
)
def test_nobody_registers_what_is_not_theirs(tinh, code, pcode, error):
    with pytest.raises(VxpRefused) as caught:
        tinh.register_agency(AgencyRegistration(code=code, name="Tên", pcode=pcode))
    assert caught.value.error_code == error
    with pytest.raises(VxpRefused):
        tinh.delete_agency("G09")


def test_a_package_without_a_content_length_is_taken(axis, bo, fresh):
    """Some HTTP libraries send chunks and no length."""
    package = edxml.write_bytes(document("H37.02", fresh))
    logical = {
        "systemid": "TINH",
        "timestamp": timestamp_text(AT),
        "Content-Type": "application/octet-stream",
        "from": "H37.02",
        "messagetype": "edoc",
        "hash-file": hashlib.sha256(package).hexdigest(),
    }
    headers = sign(logical, secret=SECRET_SNV)
    reply = httpx.post(f"{axis.endpoint}/sendEdoc", content=iter([package[:700], package[700:]]), headers=headers)
    assert reply.json()["status"] == "OK"
    assert bo.get_edoc(only_delivery(bo, fresh)).startswith(package[:300])


def test_health_is_told_without_credentials(axis):
    with urllib.request.urlopen(f"http://127.0.0.1:{axis.port}/health") as reply:
        assert (reply.status, b"ok" in reply.read()) == (200, True)


@pytest.mark.slow
def test_a_large_package_passes_without_being_held_in_memory(axis, tinh, bo, fresh, tmp_path):
    file = tmp_path / "large.edxml"
    with file.open("wb") as out:
        edxml.write(document("H37.02", fresh, attachment_bytes=30 * 1024 * 1024), out)
    tinh.send_edoc(file, from_code="H37.02")
    doc_id = only_delivery(bo, fresh)
    assert bo.download(doc_id, tmp_path).stat().st_size > file.stat().st_size
    assert len(bo.get_edoc(doc_id)) > file.stat().st_size
    assert peak_memory(axis.pid) < 200 * 1024 * 1024


@pytest.mark.slow
def test_a_full_disk_is_named_and_leaves_nothing_half_stored(tmp_path):
    """The kernel lets the server write no file beyond 1 MB; to a process that is what a full disk looks like."""
    with running_axis(tmp_path, seed=SEED, largest_file=1024 * 1024) as small:
        sender, receiver = Client(small.endpoint, "TINH", SECRET_SNV), Client(small.endpoint, "BO", SECRET_BO)
        with pytest.raises(VxpRefused) as caught:
            sender.send_edoc(
                edxml.write_bytes(document("H37.02", "G09", attachment_bytes=2_000_000)), from_code="H37.02"
            )
        assert (caught.value.error_code, caught.value.temporary) == ("20", True)
        assert "Ổ đĩa" in caught.value.error_desc
        kept = [path for path in (tmp_path / "data" / "packages").rglob("*") if path.is_file()]
        assert (kept, receiver.received("edoc")) == ([], [])
        assert sender.send_edoc(edxml.write_bytes(document("H37.02", "G09")), from_code="H37.02")
        assert len(receiver.received("edoc")) == 1
