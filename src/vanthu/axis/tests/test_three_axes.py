"""A document goes up and down a tree of three real axes, and its statuses come all the way back."""

import pytest

from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.sdk import SdkService
from vanthu.axis.testing.tree import SECRET, running_tree
from vanthu.standards import edxml
from vanthu.standards.vxp import AgencyRegistration

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("tree")]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    with running_tree(tmp_path_factory.mktemp("tree")) as running:
        yield running


@pytest.fixture(scope="module")
def clients(tree):
    made = {name: node.client(name) for node, names in nodes(tree) for name in names}
    yield made
    for client in made.values():
        client.close()


def nodes(tree):
    return ((tree.nation, ("BO", "SDK", "TINH")), (tree.province, ("QLVB", "CHUNG")), (tree.shared, ("XA",)))


def take(client, kind="edoc"):
    """Fetch and finish all that waits, as an office does; return the messages."""
    messages = []
    for item in client.received(kind):
        content = client.get_edoc(item.doc_id)
        client.update_status(item.doc_id, "done")
        messages.append((item, content))
    return messages


def read(content, tmp_path):
    path = tmp_path / "package.edxml"
    path.write_bytes(content)
    return edxml.read(path, attachments_dir=tmp_path / "files").message


def test_every_axis_knows_every_agency_and_who_serves_it(tree, clients):
    seen = {name: {unit.code: unit for unit in client.units()} for name, client in clients.items()}
    everybody = {"G09", "G22", "H37", "H37.02", "H37.05", "H37.90", "H37.90.01", "H37.90.02"}
    for name in ("BO", "QLVB", "XA"):
        assert everybody <= set(seen[name])
    assert seen["BO"]["H37.90.01"].center_code == "TINH"
    assert seen["QLVB"]["H37.90.01"].center_code == "CHUNG"
    assert seen["XA"]["G09"].center_code == "truc-cap-tren"
    assert seen["XA"]["G09"].old_codes == ("000.00.00.G09",)
    by_id = {unit.id: unit.code for unit in seen["BO"].values()}
    assert by_id[seen["BO"]["H37.90.01"].pid] == "H37.90"


def test_one_package_reaches_local_and_far_recipients_with_its_whole_to_list(tree, clients, tmp_path):
    message = document("H37.90.01", "H37.90.02", "H37.02", "000.00.00.G09")
    hub_id = clients["XA"].send_edoc(edxml.write_bytes(message), from_code="H37.90.01")
    tree.turn(2)
    (here,) = [item for item, content in take(clients["XA"]) if message.document_id.encode() in content]
    ((_, at_province),) = take(clients["QLVB"])
    ((item, at_nation),) = take(clients["BO"])
    assert (here.to_code, item.to_code) == ("H37.90.02", "000.00.00.G09")
    for content, path in (
        (at_province, ["VN.CHUNG", "VN.H37"]),
        (at_nation, ["VN.CHUNG", "VN.H37", "VN.QG"]),
    ):
        arrived = read(content, tmp_path)
        assert [recipient.organ_id for recipient in arrived.recipients] == ["H37.90.02", "H37.02", "000.00.00.G09"]
        assert [header.organ_id for header in arrived.trace][-len(path) :] == path
    tree.turn(3)
    told = {row.to_code: row.receive_status for row in clients["XA"].sent(hub_id)}
    assert told == {"H37.90.02": "done", "H37.02": "done", "000.00.00.G09": "done"}
    tree.turn(2)
    assert [take(clients[name]) for name in ("XA", "QLVB", "BO")] == [[], [], []]


def test_statuses_come_all_the_way_back_to_the_sender(tree, clients, tmp_path):
    message = document("H37.90.01", "G09")
    clients["XA"].send_edoc(edxml.write_bytes(message), from_code="H37.90.01")
    tree.turn(2)
    assert len(take(clients["BO"])) == 1
    for code in ("01", "03", "06"):
        clients["BO"].send_edoc(edxml.write_bytes(status("G09", message, code)), from_code="G09", message_type="status")
    tree.turn(2)
    arrived = [read(content, tmp_path) for _, content in take(clients["XA"], "status")]
    assert [item.status_code for item in arrived] == ["01", "03", "06"]
    assert {item.response_for.document_id for item in arrived} == {message.document_id}


def test_a_document_comes_down_to_two_agencies_of_two_axes_and_to_each_once(tree, clients):
    message = document("G09", "H37.02", "H37.90.01", "H37.90.02", "G22")
    clients["BO"].send_edoc(edxml.write_bytes(message), from_code="G09")
    tree.turn(3)
    assert [item.to_code for item, _ in take(clients["QLVB"])] == ["H37.02"]
    assert sorted(item.to_code for item, _ in take(clients["XA"])) == ["H37.90.01", "H37.90.02"]
    tree.turn(2)
    assert [take(clients[name]) for name in ("XA", "QLVB", "BO")] == [[], [], []]


def test_a_centre_that_speaks_through_the_official_sdk_stands_beside_ours(tree, clients):
    centre = SdkService(tree.nation.axis.port, "SDK", SECRET)
    message = document("G22", "H37.90.02")
    assert centre.send_edoc(edxml.write_bytes(message), sender="G22").members["status"] == "OK"
    tree.turn(2)
    assert len(take(clients["XA"])) == 1
    clients["XA"].send_edoc(
        edxml.write_bytes(status("H37.90.02", message, "03")), from_code="H37.90.02", message_type="status"
    )
    tree.turn(2)
    listed = centre.call("getReceivedEdocList", {"servicetype": "eDoc", "messagetype": "status"}).members["data"]
    assert [row["from"] for row in listed] == ["H37.90.02"]
    for row in listed:
        centre.call("updateStatus", {"docId": row["docId"], "status": "done"})


def wish(kind, message):
    """A recall, an update or a replacement of a document, from its sender to the same recipients."""
    to = [recipient.organ_id for recipient in message.recipients]
    items = (edxml.ReplacementInfo(message.document_id, tuple(to)),)
    business = (
        edxml.Business(kind, "Thay văn bản trước", replacements=items)
        if kind is edxml.BusinessType.REPLACE
        else edxml.Business(kind, "Nhầm nơi nhận", document_id=message.document_id)
    )
    return document(message.sender.organ_id, *to, business=business)


@pytest.mark.parametrize("kind", [edxml.BusinessType.RECALL, edxml.BusinessType.UPDATE, edxml.BusinessType.REPLACE])
def test_a_wish_about_a_document_goes_through_three_axes_behind_it_and_its_answers_come_back(
    tree, clients, tmp_path, kind
):
    """Sent before anybody has fetched the document, sent twice; answered late, twice, first no and then yes."""
    message = document("H37.90.01", "G09")
    clients["XA"].send_edoc(edxml.write_bytes(message), from_code="H37.90.01")
    asked = edxml.write_bytes(wish(kind, message))
    once = clients["XA"].send_edoc(asked, from_code="H37.90.01")
    assert clients["XA"].send_edoc(asked, from_code="H37.90.01") == once
    tree.turn(3)
    arrived = [read(content, tmp_path) for _, content in take(clients["BO"])]
    assert [one.business.type for one in arrived] == [edxml.BusinessType.NEW, kind]
    assert arrived[0].document_id == message.document_id
    named = arrived[1].business.replacements[0] if kind is edxml.BusinessType.REPLACE else arrived[1].business
    assert named.document_id == message.document_id
    for code in ("16", "15", "15"):
        answer = edxml.write_bytes(status("G09", message, code))
        clients["BO"].send_edoc(answer, from_code="G09", message_type="status")
    tree.turn(3)
    answers = [read(content, tmp_path) for _, content in take(clients["XA"], "status")]
    assert [one.status_code for one in answers] == ["16", "15"]
    tree.turn(2)
    assert [take(clients[name]) for name in ("XA", "QLVB", "BO")] == [[], [], []]


def test_a_wish_to_get_a_document_back_goes_the_way_of_the_document(tree, clients, tmp_path):
    """Status 13 is the sender's own word, so it goes to whoever has the document; the answer comes back to him."""
    message = document("G09", "H37.90.02")
    clients["BO"].send_edoc(edxml.write_bytes(message), from_code="G09")
    tree.turn(2)
    assert len(take(clients["XA"])) == 1
    back = status("G09", message, "13", response_for=edxml.ResponseFor(
        "H37.90.02", message.code.text, message.document_id, message.promulgation_date
    ))  # fmt: skip
    clients["BO"].send_edoc(edxml.write_bytes(back), from_code="G09", message_type="status")
    tree.turn(3)
    ((_, content),) = take(clients["XA"], "status")
    assert read(content, tmp_path).status_code == "13"
    answer = edxml.write_bytes(status("H37.90.02", message, "15"))
    clients["XA"].send_edoc(answer, from_code="H37.90.02", message_type="status")
    tree.turn(3)
    ((_, content),) = take(clients["BO"], "status")
    assert read(content, tmp_path).status_code == "15"


def test_a_late_status_to_a_merged_agency_reaches_the_one_that_took_over_on_another_axis(tree, clients, tmp_path):
    clients["XA"].register_agency(AgencyRegistration(code="H37.90.07", name="Trường Bảy", pcode="H37.90"))
    tree.turn(2)
    message = document("H37.90.07", "G09")
    clients["XA"].send_edoc(edxml.write_bytes(message), from_code="H37.90.07")
    tree.turn(2)
    assert len(take(clients["BO"])) == 1
    # The school becomes part of the province's own health department, which another axis serves.
    tree.shared.axis.vanthu("agency", "replace", "H37.90.07", "H37.05")
    tree.turn(3)
    clients["BO"].send_edoc(edxml.write_bytes(status("G09", message, "06")), from_code="G09", message_type="status")
    tree.turn(2)
    ((item, content),) = take(clients["QLVB"], "status")
    assert item.to_code == "H37.90.07"
    assert read(content, tmp_path).response_for.organ_id == "H37.90.07"
    assert take(clients["XA"], "status") == []


def test_an_agency_that_changes_on_the_leaf_changes_everywhere_in_one_turn(tree, clients):
    tree.shared.axis.vanthu("agency", "add", "H37.90.08", "Trường Tám", "--parent", "H37.90", "--system", "XA")
    tree.turn(2)
    before = {unit.code: unit for unit in clients["BO"].units()}["H37.90.08"]
    clients["XA"].register_agency(AgencyRegistration(code="H37.90.08", name="Trường Tám mới", pcode="H37.90"))
    tree.turn(2)
    after = {unit.code: unit for unit in clients["BO"].units()}["H37.90.08"]
    assert (before.name, after.name, after.version) == ("Trường Tám", "Trường Tám mới", before.version + 1)


def test_urgent_documents_go_up_before_ordinary_ones(tree, clients):
    ordinary = [document("H37.90.01", "G09") for _ in range(20)]
    urgent = document("H37.90.01", "G09", other=edxml.OtherInfo(priority=3))
    for message in (*ordinary, urgent):
        clients["XA"].send_edoc(edxml.write_bytes(message), from_code="H37.90.01")
    tree.shared.worker.turn(later=60)
    tree.province.worker.turn(later=60)
    first = [content for _, content in take(clients["BO"])]
    assert any(urgent.document_id.encode() in content for content in first)
    assert 0 < len(first) < 21
    tree.turn(3)
    assert len(take(clients["BO"])) == 21 - len(first)
