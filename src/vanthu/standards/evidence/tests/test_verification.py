"""What a receipt proves, and every way of being no proof."""

import copy
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanthu.standards.evidence import merkle
from vanthu.standards.evidence.errors import EvidenceUnreadable, TrustMissing
from vanthu.standards.evidence.findings import Outcome, Verdict
from vanthu.standards.evidence.heads import SignedHead
from vanthu.standards.evidence.leaves import canonical
from vanthu.standards.evidence.receipts import Receipt
from vanthu.standards.evidence.tests.conftest import AT, BYTES, DELIVERY, LATER, PACKAGE, SHA256, STAMPED, World
from vanthu.standards.evidence.trust import EvidenceTrust
from vanthu.standards.evidence.verification import PackageFile, verify_head, verify_receipt

FILE = PackageFile(SHA256, len(BYTES))


def codes(verdict: Verdict, holds: bool | None) -> set[str]:
    return {item.code for item in verdict.findings if item.holds is holds}


def judged(receipt: Receipt, trust: EvidenceTrust, **how: Any) -> Verdict:
    """What is written is what is read, so every judgement goes through the file."""
    return verify_receipt(Receipt.read(json.dumps(receipt.document())), trust, at=LATER, **how)


def test_a_whole_receipt_proves_everything_with_revocation_lists(world: World) -> None:
    verdict = judged(world.receipt(), world.full_trust, package=FILE)
    assert verdict.outcome is Outcome.PROVED
    assert (verdict.refuted, verdict.not_proved) == ((), ())
    assert codes(verdict, True) == {
        "RECEIPT_SIGNATURE",
        "RECEIPT_SIGNER",
        "HEAD_SIGNATURE",
        "HEAD_SIGNER",
        "TIMESTAMP",
        "INCLUSION",
        "TIME",
        "PACKAGE",
    }
    assert verdict.not_later_than == STAMPED
    assert verdict.signer == "Trục liên thông tỉnh Thử Nghiệm"
    assert verdict.acceptance is not None
    assert (verdict.acceptance.package, verdict.acceptance.sender, verdict.acceptance.to) == (
        PACKAGE,
        "H37.02",
        ("G09",),
    )
    assert [(event.kind, event.subject, event.state, event.in_log) for event in verdict.events] == [
        ("package.accepted", PACKAGE, None, True),
        ("delivery.status", DELIVERY, "done", True),
    ]


@pytest.mark.parametrize("which", ["trust", "named_trust"])
def test_without_revocation_lists_that_is_said(world: World, which: str) -> None:
    verdict = judged(world.receipt(), getattr(world, which), package=FILE)
    assert verdict.outcome is Outcome.PROVED
    assert "REVOCATION" in codes(verdict, None)


def test_a_fresh_receipt_is_proved_by_its_signature_and_says_what_is_not_yet(world: World) -> None:
    verdict = judged(world.receipt(heads=()), world.full_trust)
    assert verdict.outcome is Outcome.PROVED
    assert codes(verdict, None) == {"INCLUSION", "TIME", "PACKAGE"}
    assert verdict.not_later_than is None
    assert not any(event.in_log for event in verdict.events)


def test_a_head_that_covers_only_the_acceptance_leaves_the_hand_over_open(world: World) -> None:
    verdict = judged(world.receipt(heads=(world.head(5),)), world.full_trust, package=FILE)
    assert codes(verdict, None) == {"INCLUSION_LATER"}
    assert [event.in_log for event in verdict.events] == [True, False]


def test_another_file_is_not_the_package(world: World) -> None:
    for file in (replace(FILE, sha256="1" * 64), replace(FILE, size=1)):
        verdict = judged(world.receipt(), world.full_trust, package=file)
        assert (verdict.outcome, codes(verdict, False)) == (Outcome.REFUTED, {"PACKAGE"})


def test_who_trusts_nobody_here_is_told_so(world: World, tmp_path: Path) -> None:
    verdict = judged(world.receipt(), EvidenceTrust.of_certificates(()))
    assert verdict.outcome is Outcome.OPEN
    assert {"RECEIPT_SIGNER", "HEAD_SIGNER", "TIMESTAMP", "TIME"} <= codes(verdict, None)


def test_a_revoked_key_proves_nothing(world: World) -> None:
    assert judged(world.receipt(by="thu-hoi"), world.full_trust).outcome is Outcome.REFUTED


def test_a_certificate_that_ended_later_is_saved_by_the_time_stamp_of_the_head(world: World) -> None:
    heads = (world.head(by="het-han"),)
    saved = judged(world.receipt(by="het-han", heads=heads), world.full_trust, package=FILE)
    assert (saved.outcome, codes(saved, None)) == (Outcome.PROVED, {"RECEIPT_SIGNER"})
    bare = (world.head(by="het-han", stamped=None),)
    assert judged(world.receipt(by="het-han", heads=bare), world.full_trust).outcome is Outcome.OPEN


def test_an_axis_cannot_be_its_own_tsa(world: World) -> None:
    head = world.head(stamped=None)
    own = head.stamped(world.token(head.imprint, by="truc"))
    for trust in (world.named_trust, world.trust, world.full_trust):
        verdict = judged(world.receipt(heads=(own,)), trust)
        assert (verdict.outcome, "TIMESTAMP" in codes(verdict, False)) == (Outcome.REFUTED, True)
        assert verdict.not_later_than is None


def test_a_time_stamp_of_another_head_does_not_count(world: World) -> None:
    borrowed = world.head().stamped(world.token(world.head(9).imprint))
    verdict = judged(world.receipt(heads=(borrowed,)), world.full_trust)
    assert (verdict.outcome, codes(verdict, False)) == (Outcome.REFUTED, {"TIMESTAMP"})


def test_a_clock_ahead_of_the_time_stamp_is_told(world: World) -> None:
    early = (world.head(stamped=AT - timedelta(minutes=6)),)
    assert codes(judged(world.receipt(heads=early), world.full_trust), False) == {"TIME"}
    within = (world.head(stamped=AT - timedelta(minutes=4)),)
    assert codes(judged(world.receipt(heads=within), world.full_trust), False) == set()


def test_a_head_of_another_log_proves_nothing_here(world: World) -> None:
    other = replace(world, log="b" * 32).head()
    verdict = judged(world.receipt(heads=(other,)), world.full_trust)
    assert (verdict.outcome, codes(verdict, False)) == (Outcome.REFUTED, {"HEAD_LOG"})


Change = Callable[[dict[str, Any]], None]
CHANGES: dict[str, Change] = {
    "time of issue": lambda d: d["statement"].update(issued_at="2026-03-10T00:00:00+00:00"),
    "organ": lambda d: d["statement"].update(organ_id="VN.KHAC"),
    "log": lambda d: d["statement"].update(log="b" * 32),
    "leaf": lambda d: d["statement"]["leaves"].__setitem__(0, d["statement"]["leaves"][0].replace("H37.02", "H37.03")),
    "leaf left out": lambda d: d["statement"]["leaves"].pop(),
    "root": lambda d: d["heads"][0]["statement"].update(root="1" * 64),
    "size": lambda d: d["heads"][0]["statement"].update(size=8),
    "time of head": lambda d: d["heads"][0]["statement"].update(at="2026-03-08T00:00:00+00:00"),
    "path": lambda d: d["proofs"][0]["path"].__setitem__(0, "1" * 64),
    "path cut": lambda d: d["proofs"][0]["path"].pop(),
    "index": lambda d: d["proofs"][0].update(index=4),
    "size of proof": lambda d: d["proofs"][0].update(size=6),
    "signature": lambda d: d.update(signature=d["heads"][0]["signature"]),
    "signature of head": lambda d: d["heads"][0].update(signature=d["signature"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_in_a_receipt_refutes_it(world: World, change: str) -> None:
    document = copy.deepcopy(world.receipt().document())
    CHANGES[change](document)
    assert verify_receipt(Receipt.read(document), world.full_trust, at=LATER).outcome is Outcome.REFUTED


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_byte_changed_anywhere_is_unreadable_refuted_or_open_but_never_proves_more(
    world: World, data: st.DataObject
) -> None:
    """Only what no signature needs (an unsigned attribute, a redundant proof) may change and leave the rest proved."""
    if "whole" not in CACHE:
        receipt = world.receipt()
        CACHE["whole"], CACHE["acceptance"] = canonical(receipt.document()).encode(), receipt.text
    raw = bytearray(CACHE["whole"])
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 6))
    try:
        receipt = Receipt.read(bytes(raw))
    except EvidenceUnreadable:
        return
    verdict = verify_receipt(receipt, world.full_trust, at=LATER)
    assert verdict.outcome is not Outcome.PROVED or receipt.text == CACHE["acceptance"]


CACHE: dict[str, Any] = {}


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(more=1),
        lambda d: d.pop("proofs"),
        lambda d: d["statement"].update(format="vanthu-receipt/2"),
        lambda d: d["statement"].update(package=DELIVERY),
        lambda d: d["statement"]["leaves"].reverse(),
        lambda d: d["statement"]["leaves"].append(d["statement"]["leaves"][0]),
        lambda d: d["statement"].update(leaves=[]),
        lambda d: d["statement"].update(leaves=["x"]),
        lambda d: d["statement"].update(issued_at="hôm qua"),
        lambda d: d["statement"].update(issued_at="2026-03-10T00:00:00"),
        lambda d: d.update(signature="%"),
        lambda d: d["heads"].append(d["heads"][0]),
        lambda d: d["heads"][0]["statement"].update(root="XYZ"),
        lambda d: d["proofs"][0].update(path="abc"),
        lambda d: d["proofs"][0].update(index=-1),
        lambda d: d["proofs"][0].update(index=True),
    ],
)
def test_what_is_no_receipt_is_unreadable(world: World, change: Change) -> None:
    document = copy.deepcopy(world.receipt().document())
    change(document)
    with pytest.raises(EvidenceUnreadable):
        Receipt.read(json.dumps(document))


def test_a_leaf_of_another_package_does_not_belong_into_a_receipt(world: World) -> None:
    document = world.receipt().document()
    document["statement"]["leaves"][1] = world.texts[5].replace(PACKAGE.replace("-", ""), "f" * 32)
    with pytest.raises(EvidenceUnreadable):
        Receipt.read(document)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"a":1.5}', b'"\\ud800"', b"[" * 100_000])
def test_any_other_file_is_unreadable(content: bytes) -> None:
    for kind in (Receipt, SignedHead):
        with pytest.raises(EvidenceUnreadable):
            kind.read(content)


def test_trust_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    for name in ("none.pem", "empty.pem", "folder"):
        with pytest.raises(TrustMissing):
            EvidenceTrust.of([tmp_path / name])


def test_a_head_with_a_consistency_proof_shows_that_the_log_only_grew(world: World) -> None:
    old, new = world.head(5), world.head(11)
    path = merkle.consistency_proof(5, 11, world.node)
    proved = SignedHead.read(json.dumps(new.proving(5, path).document()))
    verdict = verify_head(proved, world.full_trust, at=LATER, earlier=old)
    assert (verdict.outcome, verdict.not_later_than) == (Outcome.PROVED, STAMPED)
    without = verify_head(new, world.full_trust, at=LATER, earlier=old)
    assert (without.outcome, codes(without, None)) == (Outcome.OPEN, {"CONSISTENCY"})
    assert verify_head(new, world.full_trust, at=LATER, earlier=new).outcome is Outcome.PROVED


def test_a_head_whose_past_was_changed_is_refuted(world: World) -> None:
    forged = replace(world, texts=(world.texts[0].replace("H37", "H38"), *world.texts[1:]))
    new = forged.head(11).proving(5, merkle.consistency_proof(5, 11, forged.node))
    verdict = verify_head(new, world.full_trust, at=LATER, earlier=world.head(5))
    assert (verdict.outcome, codes(verdict, False)) == (Outcome.REFUTED, {"CONSISTENCY"})
    shrunk = verify_head(world.head(5), world.full_trust, at=LATER, earlier=world.head(11))
    assert shrunk.outcome is Outcome.OPEN


def test_a_head_without_time_stamp_says_whose_clock_it_is(world: World) -> None:
    verdict = verify_head(world.head(stamped=None), world.full_trust, at=LATER)
    assert (verdict.outcome, codes(verdict, None)) == (Outcome.PROVED, {"TIMESTAMP"})


def test_openssl_reads_the_signatures_and_the_time_stamp(world: World, tmp_path: Path) -> None:
    """Nobody needs our software to check them."""
    receipt, head = world.receipt(), world.head()

    def openssl(*arguments: str) -> None:
        done = subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    for name, text, signature in (("r", receipt.text, receipt.signature), ("h", head.head.text, head.signature)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.p7s").write_bytes(signature)
        common = ["-binary", "-inform", "DER", "-in", f"{name}.p7s", "-content", f"{name}.txt", "-out", "out"]
        openssl("cms", "-verify", *common, "-CAfile", str(world.ca_pem), "-purpose", "any", "-attime", at_epoch())
    (tmp_path / "h.tst").write_bytes(head.timestamp or b"")
    stamped = ["-in", "h.tst", "-token_in", "-data", "h.p7s", "-CAfile", str(world.ca_pem), "-attime", at_epoch()]
    openssl("ts", "-verify", *stamped)


def at_epoch() -> str:
    return str(int(LATER.timestamp()))
