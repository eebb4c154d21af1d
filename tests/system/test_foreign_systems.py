"""Software that is not ours: packages of the official SDK, byte for byte, in; its statuses back to our sender."""

from __future__ import annotations

import hashlib
import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.system import worlds
from vanthu.axis.testing.samples import sample
from vanthu.axis.testing.sdk import RawReply, SdkService
from vanthu.cli.demo.human import Human
from vanthu.cli.demo.journey import steps_of
from vanthu.cli.demo.people import PASSWORD
from vanthu.cli.demo.processes import command
from vanthu.cli.demo.world import World
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import edxml
from vanthu.standards.edxml import StatusCode
from vanthu.standards.vxp import Client
from vanthu.standards.vxp.operations import ReceivedItem

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("world")]

SECRET = "bi-mat-cua-he-thong-la"
PATIENCE_SECONDS = 120.0
DOCUMENTS = {
    "edoc_new": ("000.00.00.A80", "xa17"),
    "built_by_sdk_dc0bdef0": ("000.00.00.G22", "tinh14"),
    "edoc_update": ("000.00.00.G22", "tinh14"),
    "edoc_replacement": ("000.00.00.G22", "tinh14"),
    "edoc_revocation": ("000.00.00.G22", "tinh14"),
}
"""Each sample of a document with its sender and the log-in name of the clerk who receives it."""

STATUSES = (
    "status",
    "status_inbox_01",
    "status_rejection_02",
    "status_acceptance_03",
    "status_assignment_04",
    "status_processing_05",
    "status_finish_06",
    "status_change-acceptance_15",
    "status_change-rejection_16",
)
"""Those that answer the document of the Văn phòng Chính phủ; status_cancellation_13 goes the other way."""

REGISTRY = """
[[systems]]
system_id = "HE.THONG.LA"
secret = "{secret}"
name = "Phần mềm của nhà cung cấp khác"

[[agencies]]
code = "A80"
name = "UBND xã Hòa Tiến"
system = "HE.THONG.LA"
aliases = ["000.00.00.A80"]

[[agencies]]
code = "G22"
name = "Văn phòng Chính phủ"
system = "{of_g22}"
aliases = ["000.00.00.G22"]

[[agencies]]
code = "H41"
name = "UBND tỉnh Nghệ An"
system = "HE.THONG.LA"
aliases = ["000.00.00.H41"]

[[agencies]]
code = "G17"
name = "Sở Thông tin truyền thông Hải Phòng"
system = "HE.THONG.LA"
aliases = ["000.00.00.G17"]

[[agencies]]
code = "H14"
name = "UBND tỉnh Cao Bằng"
system = "TINH.THUNGHIEM"
aliases = ["000.00.00.H14"]

[[agencies]]
code = "H17.22.28"
name = "UBND xã Hòa Sơn"
system = "TINH.THUNGHIEM"
aliases = ["28.22.H17"]
"""

AGENCY = """
[[agencies]]
code = "{code}"
old_code = "{old_code}"
name = "{name}"
abbreviation = "UBND"
level = "{level}"
place = "{name}"

  [[agencies.units]]
  abbreviation = "VP"
  name = "Văn phòng"

  [[agencies.people]]
  username = "{username}"
  password = "{password}"
  full_name = "Nguyễn Thị Nhận"
  position = "Văn thư"
  unit = "VP"
  duties = ["clerk", "leader", "specialist"]
"""

ISSUED = """
import sys
from datetime import date, datetime
from pathlib import Path
from django.apps import apps
from vanthu.office.documents import operations as documents
from vanthu.office.exchange import operations as exchange
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.runtime import clock
from vanthu.runtime.transactions import write

agency = organizations.agency_by_code("G22")
at = clock.now()
with agency_in_force(agency.pk), write():
    [person] = organizations.people()
    document = documents.create(
        direction="outgoing", type_name="Công văn", subject="Về việc triển khai nhiệm vụ", issuer_code="G22",
        issuer_name=agency.name, at=at, number="7816", notation="VPCP-TTĐT", issued_on=date(2015, 9, 30),
        wire_id=sys.argv[2],
    )
    apps.get_model("outgoing.OutgoingDocument").objects.create(
        document=document, state="issued", drafter=person, signer=person, unit=person.unit,
        created_at=at, state_since=at, issued_at=at,
    )
    package = Path(sys.argv[1]).read_bytes()
    exchange.queue(document, package=package, recipients=[("000.00.00.H41", "UBND tỉnh Nghệ An")], at=at)
print(document.pk)
"""
"""A document of ours with the identity that the samples of statuses answer, sent to the foreign system."""

WIRE_ID = "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"


@dataclass(frozen=True)
class Foreign:
    """The foreign system beside our world."""

    world: World

    def service(self, system_id: str = "HE.THONG.LA", secret: str = SECRET) -> SdkService:
        """Return a new service object of the SDK; it repeats its headers as long as it lives."""
        return SdkService(self.world.ports["axis"], system_id, secret)

    def client(self) -> Client:
        """Return a client that reads what waits for the foreign system."""
        return Client(f"{self.world.url('axis')}/vxp", "HE.THONG.LA", SECRET)

    def kept(self, content: bytes) -> bool:
        """Tell whether the axis keeps exactly these bytes."""
        digest = hashlib.sha256(content).hexdigest()
        place = self.world.root / "axis" / "data" / "packages" / digest[:2] / digest
        return place.read_bytes() == content


@pytest.fixture(scope="module")
def foreign(world: World) -> Foreign:
    """The organisations of the samples, registered: some served by the foreign system, two by our province."""
    sample("sdk-demo/edoc_new.edxml")  # skips where the samples are not there
    register(world, of_g22="HE.THONG.LA")
    add_agency(world, "tinh", "H14", "000.00.00.H14", "UBND tỉnh Cao Bằng", "province", "tinh14")
    add_agency(world, "tinh", "H17.22.28", "28.22.H17", "UBND xã Hòa Sơn", "commune", "xa17")
    return Foreign(world)


def register(world: World, *, of_g22: str) -> None:
    path = world.root / "axis" / "foreign.toml"
    path.write_text(REGISTRY.format(secret=SECRET, of_g22=of_g22), "utf-8")
    command(["axis", "load", str(path)], world.axis_environment)


def add_agency(world: World, office: str, code: str, old_code: str, name: str, level: str, username: str) -> None:
    values = {"code": code, "old_code": old_code, "name": name, "level": level, "username": username}
    path = world.root / office / f"{code}.toml"
    path.write_text(AGENCY.format(**values, password=PASSWORD), "utf-8")
    command(["office", "load", str(path)], world.installation(office).environment)


def accepted(reply: RawReply) -> str:
    members = reply.members
    assert (reply.status, members["status"]) == (200, "OK"), members
    return str(members["DocId"])


def wait_until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.1)


# --- documents in ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """What a clerk sees of one arrived document."""

    text: str
    attachment: bytes


@pytest.fixture(scope="module")
def arrived(foreign: Foreign) -> dict[str, list[Page]]:
    """Every sample of a document, sent as the SDK sends it; the pages of our clerks by their log-in names."""
    service = foreign.service()
    for name, (sender, _) in DOCUMENTS.items():
        content = sample(f"sdk-demo/{name}.edxml").read_bytes()
        accepted(service.send_edoc(content, sender=sender))
        assert foreign.kept(content)
    usernames = [username for _, username in DOCUMENTS.values()]
    return {one: pages(foreign.world, one, usernames.count(one)) for one in set(usernames)}


def pages(world: World, username: str, count: int) -> list[Page]:
    """Log in as a clerk, wait for that many documents in the queue, and open each."""
    clerk = Human(username, world.url("tinh"))
    clerk.log_in(username, PASSWORD)
    wait_until(lambda: len(queue(clerk)) == count, f"{count} documents for {username}")
    return [page(clerk, address) for address in queue(clerk)]


def queue(clerk: Human) -> list[str]:
    """Return the addresses of the documents that wait to be registered."""
    clerk.open("/van-ban-den/?tab=cho-vao-so")
    return sorted(set(re.findall(r"/van-ban-den/[0-9a-f-]{36}", worlds.source(clerk))))


def page(clerk: Human, address: str) -> Page:
    clerk.open(address)
    # The only attachment of these packages is the document itself, so it is offered as the document's file.
    [link] = set(clerk.page.xpath("//a[contains(@href,'/dinh-kem/') or contains(@href,'/tep')]/@href"))
    answer = clerk.http.get(link)
    assert answer.status_code == 200
    return Page(clerk.text(), answer.content)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_package_of_the_sdk_stands_on_a_page_of_the_office_with_its_attachment(
    arrived: dict[str, list[Page]], tmp_path: Path, name: str
) -> None:
    written = edxml.read(sample(f"sdk-demo/{name}.edxml"), attachments_dir=tmp_path).message
    assert isinstance(written, edxml.DocumentMessage)
    [attachment] = written.attachments
    with attachment.content.open() as stream:
        content = stream.read()
    words = (written.subject, written.code.text, written.sender.organ_name, written.signer.full_name)
    matching = [
        found
        for found in arrived[DOCUMENTS[name][1]]
        if found.attachment == content and all(" ".join(one.split()) in found.text for one in words)
    ]
    assert matching
    assert len(content) > 1000
    # Unsigned: for reference only (QD28-A4).
    assert all("Để tham khảo" in found.text or "KHÔNG KÝ SỐ" in found.text for found in matching)


# --- statuses back ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sent(foreign: Foreign, arrived: object, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same agency joins our ministry's office and sends the document that the statuses answer; its page there."""
    world = foreign.world
    register(world, of_g22="BO.THUNGHIEM")
    add_agency(world, "bo", "G22", "000.00.00.G22", "Văn phòng Chính phủ", "ministry", "vpcp")
    package = tmp_path_factory.mktemp("sent") / "package.edxml"
    package.write_bytes(edxml.write_bytes(our_message()))
    document_id = worlds.inside(world, "bo", ISSUED, str(package), WIRE_ID).strip()
    return f"/van-ban-di/{document_id}"


def our_message() -> edxml.DocumentMessage:
    return edxml.DocumentMessage(
        sender=edxml.Organization("000.00.00.G22", "Văn phòng Chính phủ"),
        recipients=(edxml.Organization("000.00.00.H41", "UBND tỉnh Nghệ An"),),
        document_id=WIRE_ID,
        code=edxml.Code("7816", "VPCP-TTĐT"),
        promulgation_place="Hà Nội",
        promulgation_date=date(2015, 9, 30),
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject="Về việc triển khai nhiệm vụ",
        signer=edxml.SignerInfo("Nguyễn Thị Nhận", "Bộ trưởng, Chủ nhiệm", ""),
        attachments=(edxml.Attachment("7816.pdf", "application/pdf", edxml.Content.of(b"%PDF-1.7\n%%EOF\n")),),
    )


def test_the_foreign_system_fetches_our_document_and_its_statuses_move_our_timeline(
    foreign: Foreign, sent: str
) -> None:
    service, sender = foreign.service(), Human("vpcp", foreign.world.url("bo"))
    sender.log_in("vpcp", PASSWORD)
    with foreign.client() as client:
        wait_until(lambda: ours(client) != [], "our document at the foreign system")
        [item] = ours(client)
        assert client.get_edoc(item.doc_id).startswith(edxml.write_bytes(our_message())[:500])
        client.update_status(item.doc_id, "done")

    codes = []
    for number, name in enumerate(STATUSES, start=1):
        content = sample(f"sdk-demo/{name}.edxml").read_bytes()
        accepted(service.send_edoc(content, sender="000.00.00.H41", message_type="status"))
        assert foreign.kept(content)
        codes.append(status_of(content).status_code)
        wait_until(lambda: len(steps_of(sender, sent)["000.00.00.H41"]) == number + 1, f"status {name}")  # noqa: B023
    withdrawn = replace(status_of(content), status_code="13", timestamp=datetime(2026, 3, 9, 15, 20, tzinfo=VIETNAM))
    accepted(service.send_edoc(edxml.write_bytes(withdrawn), sender="000.00.00.H41", message_type="status"))
    codes.append("13")
    wait_until(lambda: len(steps_of(sender, sent)["000.00.00.H41"]) == len(codes) + 1, "status 13")

    first, *steps = steps_of(sender, sent)["000.00.00.H41"]
    assert first.startswith("đã gửi")
    assert set(codes) == {"01", "02", "03", "04", "05", "06", "13", "15", "16"}
    for code, step in zip(codes, steps, strict=True):
        assert step.casefold().startswith(StatusCode(code).label.casefold()), (code, step)
    told = worlds.told(foreign.world, "bo", sent.rsplit("/", 1)[-1])
    assert [one["code"] for one in told["statuses"] if one["from_code"] == "000.00.00.H41"] == codes


def test_a_request_to_take_a_document_back_reaches_the_foreign_system_byte_for_byte(
    foreign: Foreign, sent: str
) -> None:
    """Its ResponseFor/OrganId is the receiver, not the issuer."""
    content = sample("sdk-demo/status_cancellation_13.edxml").read_bytes()
    ours = foreign.service("BO.THUNGHIEM", foreign.world.secrets["bo"])
    accepted(ours.send_edoc(content, sender="000.00.00.G22", message_type="status"))
    assert foreign.kept(content)
    with foreign.client() as client:
        [item] = [one for one in client.received("status") if one.to_code == "000.00.00.H41"]
        assert client.get_edoc(item.doc_id) == content


def ours(client: Client) -> list[ReceivedItem]:
    """Return what the axis lists of our document for the foreign system."""
    return [item for item in client.received("edoc") if item.from_code == "000.00.00.G22" and is_ours(client, item)]


def is_ours(client: Client, item: ReceivedItem) -> bool:
    return "Về việc triển khai nhiệm vụ".encode() in client.get_edoc(item.doc_id)


def status_of(content: bytes) -> edxml.StatusMessage:
    message = edxml.read_envelope(io.BytesIO(content)).message
    assert isinstance(message, edxml.StatusMessage)
    return message
