"""What an axis of ours does beyond VXP: a hub without it breaks nothing, one that does it wrongly is told."""

import hashlib
import socket
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from vanthu.standards.evidence import merkle
from vanthu.standards.evidence.heads import SignedHead, TreeHead
from vanthu.standards.evidence.leaves import canonical, leaf_text
from vanthu.standards.evidence.receipts import Proof, Receipt
from vanthu.standards.evidence.signatures import sign
from vanthu.standards.signing import open_pkcs12, pki
from vanthu.standards.vxp import headers
from vanthu.standards.vxp.conformance import Verdict, hub
from vanthu.standards.vxp.conformance.hub import extensions
from vanthu.standards.vxp.conformance.hub.catalogue import WITH_EXTENSIONS
from vanthu.standards.vxp.conformance.model import ids
from vanthu.standards.vxp.conformance.tests.test_hub import target
from vanthu.standards.vxp.conformance.tests.toy_hub import SECRETS, Refused, ToyHub, served

BEYOND = {probe.check.id for probe in extensions.PROBES}
OTHER = leaf_text(1, "agency.added", "H37", canonical({}), "toy", "2026-03-09T07:00:00+07:00")


@pytest.fixture(scope="module", autouse=True)
def key(tmp_path_factory):
    holder = pki.Holder("toy", "agency", "Trục đồ chơi", "12345678")
    made = pki.init(tmp_path_factory.mktemp("pki"), pki.Spec((holder,), algorithm="p-256"),
                    at=datetime(2026, 1, 1, tzinfo=UTC), url="http://127.0.0.1:9")  # fmt: skip
    Extended.key = open_pkcs12(made.p12_bytes("toy"), "12345678")


class Extended(ToyHub):
    """A toy hub that gives receipts and holds questions; the time it holds them passes on its own clock only."""

    key = None
    passed = 0.0
    webhook = None

    def extensions(self):
        return {"getReceipt": self.receipt}

    def send(self, request):
        reply = super().send(request)
        kept = self.kept[reply["DocId"]]
        kept.sha256 = hashlib.sha256(self.file_of(request)).hexdigest()
        kept.size = len(self.file_of(request))
        return reply

    def put_down(self, doc_id, code):
        super().put_down(doc_id, code)
        if self.webhook and self.kept[doc_id].kind == "edoc":
            self.tell(self.agencies[code].system)

    def tell(self, system):
        httpx.post(
            self.webhook, headers=self.notice(system, SECRETS[system]), content=b"{}", timeout=5, trust_env=False
        )

    def notice(self, system, secret):
        said = {"event": "waiting", "messagetype": "edoc"}
        basic = {"systemid": system, "timestamp": headers.timestamp_text(self.at), "Content-Type": "application/json"}
        return headers.sign({**basic, **said}, secret=secret)

    def receipt(self, request):
        kept = self.kept.get(request.get("docId"))
        if kept is None or not self.may_ask(kept, request):
            raise Refused("44", "Không có gói tin")
        return {"receipt": self.made(kept).document()}

    def may_ask(self, kept, request):
        return kept.system == request.system

    def made(self, kept):
        to = [row.to for row in self.deliveries.values() if row.package_id == kept.doc_id]
        data = {"sha256": kept.sha256, "size": kept.size, "from": kept.sender, "type": kept.kind, "to": to}
        leaf = leaf_text(2, "package.accepted", kept.doc_id, canonical(data), "toy", self.at.isoformat())
        hashes = [merkle.leaf_hash(text.encode()) for text in (OTHER, leaf)]
        head = TreeHead("toy", "TOY", 2, merkle.root_of(hashes).hex(), self.at.isoformat())
        plain = Receipt("toy", "TOY", kept.doc_id, self.at.isoformat(), (leaf,))
        signed = [SignedHead.sign(head, self.sign)]
        return plain.signed(self.sign, signed, [Proof(1, 2, (hashes[0],))])

    def sign(self, text):
        return sign(text, self.key)

    def received(self, request):
        found = super().received(request)
        if request.get("wait") and not self.is_new(found["data"]):
            self.hold(int(request.get("wait")))
        return found

    def is_new(self, rows):
        return any(row["status"] == "initial" for row in rows)

    def hold(self, seconds):
        self.passed += seconds


class SignsSomethingElse(Extended):
    def made(self, kept):
        return replace(super().made(kept), issued_at="2026-03-09T07:00:00+07:00")


class NamesAnotherHash(Extended):
    def made(self, kept):
        return super().made(replace_sha256(kept))


def replace_sha256(kept):
    kept.sha256 = "0" * 64
    return kept


class ProvesNothing(Extended):
    def made(self, kept):
        whole = super().made(kept)
        return replace(whole, proofs=(replace(whole.proofs[0], path=(b"0" * 32,)),))


class TellsAnybody(Extended):
    def may_ask(self, kept, request):
        return True


class TellsNobody(Extended):
    def tell(self, system):
        pass


class TellsUnderAnotherSecret(Extended):
    def notice(self, system, secret):
        return super().notice(system, "khac")


class TellsTheSender(Extended):
    def tell(self, system):
        super().tell("A")


class HoldsForever(Extended):
    def hold(self, seconds):
        self.passed += seconds + 10


class HoldsWhatIsNew(Extended):
    def is_new(self, rows):
        return False

    def hold(self, seconds):
        self.passed += seconds


BROKEN = {
    SignsSomethingElse: {"hub.receipt.signed"},
    NamesAnotherHash: {"hub.receipt.signed"},
    ProvesNothing: {"hub.receipt.inclusion"},
    TellsAnybody: {"hub.receipt.foreign"},
    TellsNobody: {"hub.webhook.signed"},
    TellsUnderAnotherSecret: {"hub.webhook.signed"},
    TellsTheSender: {"hub.webhook.signed"},
    HoldsForever: {"hub.wait.empty"},
    HoldsWhatIsNew: {"hub.wait.at-once"},
}


@pytest.fixture
def examined(monkeypatch):
    def run(toy, *, told=True):
        monkeypatch.setattr(extensions, "clock", lambda: getattr(toy, "passed", 0.0))
        monkeypatch.setattr(extensions, "TOLD_SECONDS", 1.0)
        probes = (WITH_EXTENSIONS[0], *extensions.PROBES)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        toy.webhook = f"http://127.0.0.1:{port}/bao"
        with served(toy) as url:
            return hub.examine(target(url, webhook=("127.0.0.1", port) if told else None), probes=probes)

    return run


def test_a_hub_with_all_of_it_passes(examined):
    report = examined(Extended())
    assert [(item.check.id, item.seen) for item in report.outcomes if item.verdict is not Verdict.PASSED] == []
    assert ids(report.outcomes) >= BEYOND


def test_a_hub_that_knows_none_of_it_breaks_nothing(examined):
    report = examined(ToyHub(), told=False)
    assert ids(report.having(Verdict.FAILED)) == set()
    assert ids(report.not_exercised) == BEYOND - {"hub.wait.at-once"}


@pytest.mark.parametrize("habit", BROKEN, ids=lambda habit: habit.__name__)
def test_a_bad_habit_fails_exactly_the_checks_it_breaks(habit, examined):
    report = examined(habit())
    assert ids(report.having(Verdict.FAILED)) == BROKEN[habit], report.having(Verdict.FAILED)


def test_every_extension_is_failed_by_some_habit():
    assert set().union(*BROKEN.values()) == BEYOND
