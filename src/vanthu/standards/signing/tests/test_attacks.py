"""Attacks on signed PDFs from the literature (pdf-insecurity.org): none of them is ever called HỢP LỆ."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from vanthu.standards.signing import Outcome, wording
from vanthu.standards.signing.cms_parts import signed_attributes, signed_data
from vanthu.standards.signing.isolation import verify_isolated
from vanthu.standards.signing.tests import attacks
from vanthu.standards.signing.tests.conftest import AT, LATER, Desk

Attack = Callable[[bytes], bytes]


def signed_plainly(
    desk: Desk, pdf: bytes, name: str, field: str, *, box: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> bytes:
    """An ordinary approval signature, as tools other than ours make it: it certifies and locks nothing."""
    writer = attacks._writer(pdf)
    append_signature_field(writer, SigFieldSpec(field))
    embedder = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(embedder)
    embedder.send(SigObjSetup(SignatureObject(timestamp=AT, bytes_reserved=16384)))
    out, key = BytesIO(), desk.key(name)
    digest, _ = embedder.send(SigIOSetup("sha256", output=out))
    attributes = signed_attributes(key.certificate, digest.document_digest)
    digest.fill_with_cms(out, signed_data(key.certificate, attributes, key.sign(attributes)))
    return out.getvalue()


def approved(desk: Desk) -> bytes:
    """The draft, signed by the leader with another tool."""
    return signed_plainly(desk, desk.draft, "dung", "Signature1")


def sealed_by_force(desk: Desk, pdf: bytes) -> bytes:
    """The agency signs whatever it is given."""
    return signed_plainly(desk, pdf, "so-noi-vu", "Signature2")


def test_two_signatures_of_another_tool_are_valid(desk: Desk) -> None:
    verdict = desk.verify(sealed_by_force(desk, approved(desk)))
    assert verdict.outcome is Outcome.VALID, verdict.sentence


@pytest.fixture(scope="module")
def plainly(desk: Desk) -> bytes:
    """A form that leader and agency signed with another tool, which lets its fields be filled for ever."""
    signed = signed_plainly(desk, desk.reserved(), "dung", "Signature1")
    return sealed_by_force(desk, attacks.refill_number(signed, "05"))


EVERY_ATTACK = (
    attacks.replace_content, attacks.overlay_annotation, attacks.refill_number, attacks.zero_contents,
    attacks.drop_byte_range, attacks.widen_gap, attacks.junk_at_the_end, attacks.junk_with_a_tail, attacks.rewrite,
    attacks.flip_a_byte, attacks.restyle_number, attacks.swap_fonts, attacks.sneak_a_signature_field,
)  # fmt: skip


@pytest.mark.parametrize("attack", EVERY_ATTACK, ids=lambda attack: attack.__name__)
def test_what_locks_nothing_is_as_safe_as_what_locks_all(desk: Desk, plainly: bytes, attack: Attack) -> None:
    """Whatever the last signature leaves open: nothing but archive data may follow it (signing.md §0.3)."""
    assert desk.verify(plainly).outcome is Outcome.VALID
    verdict = desk.verify(attack(plainly))
    assert verdict.outcome is not Outcome.VALID, verdict.sentence
    assert verdict.reasons


def test_what_nobody_signed_is_not_hidden_by_the_seal(desk: Desk) -> None:
    """An empty signature field drawn over the text between leader and seal: the seal covers it, nobody vouches."""
    signed = signed_plainly(desk, desk.reserved(), "dung", "Signature1")
    verdict = desk.verify(sealed_by_force(desk, attacks.sneak_a_signature_field(signed)))
    assert (verdict.outcome, [item.code for item in verdict.reasons]) == (Outcome.UNKNOWN, ["DRAWN_BY_NOBODY"])


def test_what_was_filled_between_leader_and_seal_is_told(desk: Desk, plainly: bytes) -> None:
    leader = desk.verify(plainly).signatures[0]
    assert wording.since(leader) == "chỉ điền thêm những gì chữ ký cho phép: số, ô “Signature2”"


def test_a_field_filled_after_the_last_signature_is_called_a_change(desk: Desk, plainly: bytes) -> None:
    verdict = desk.verify(attacks.refill_number(plainly))
    assert (verdict.outcome, [item.code for item in verdict.reasons]) == (Outcome.INVALID, ["CONTENT_AFTER_SIGNATURE"])
    assert verdict.signatures[0].outcome is Outcome.VALID


@pytest.fixture(scope="module")
def with_planted(desk: Desk) -> bytes:
    """Signed by leader and agency with another tool, over a draft that an attacker prepared."""
    draft = attacks.planted(desk.draft)
    return sealed_by_force(desk, signed_plainly(desk, draft, "dung", "Signature1"))


def test_the_prepared_file_is_valid_as_long_as_nothing_is_changed(desk: Desk, with_planted: bytes) -> None:
    """What was planted is part of what was signed: no validator can tell it from honest content."""
    assert desk.verify(with_planted).outcome is Outcome.VALID


@pytest.mark.parametrize("attack", [attacks.unhide, attacks.swap_planted], ids=["hide", "hide and replace"])
def test_a_shadow_attack_is_seen_when_the_shadow_moves(desk: Desk, with_planted: bytes, attack: Attack) -> None:
    verdict = desk.verify(attack(with_planted))
    assert verdict.outcome is Outcome.INVALID, verdict.sentence
    assert {item.code for item in verdict.reasons} == {"CHANGED_AFTER_SIGNING"}


@pytest.mark.parametrize("attack", [attacks.restyle_number, attacks.swap_fonts], ids=["replace", "fonts"])
def test_another_look_of_the_same_values_is_a_change(desk: Desk, issued: bytes, attack: Attack) -> None:
    verdict = desk.verify(attack(issued))
    assert verdict.outcome is Outcome.INVALID, verdict.sentence
    assert "CHANGED_AFTER_SIGNING" in {item.code for item in verdict.reasons}


@pytest.mark.parametrize("attack", [attacks.overlay_annotation, attacks.sneak_a_signature_field], ids=["EAA", "SSA"])
def test_a_certification_does_not_let_the_text_be_covered(desk: Desk, numbered: bytes, attack: Attack) -> None:
    """The leader certifies and lets fields be filled; what covers the text is refused before and after the seal."""
    for pdf in (attack(numbered), sealed_by_force(desk, attack(numbered))):
        verdict = desk.verify(pdf)
        assert verdict.outcome is not Outcome.VALID, verdict.sentence
        assert verdict.signatures[0].outcome is Outcome.INVALID


def test_a_script_planted_before_signing_makes_the_verdict_unknown(desk: Desk) -> None:
    pdf = sealed_by_force(desk, signed_plainly(desk, attacks.with_script(desk.draft), "dung", "Signature1"))
    verdict = desk.verify(pdf)
    assert (verdict.outcome, [item.code for item in verdict.reasons]) == (Outcome.UNKNOWN, ["ACTIVE_CONTENT"])


def test_a_file_that_is_something_else_too_is_not_valid(desk: Desk, issued: bytes) -> None:
    """A polyglot: what stands before the PDF is another file for another program."""
    for before in (b"PK\x03\x04" + b"\0" * 60, b"<html>" + b" " * 60, b"MZ" + b"\0" * 60):
        verdict = desk.verify(before + issued)
        assert (verdict.outcome, [item.code for item in verdict.reasons]) == (Outcome.UNKNOWN, ["NOT_ONLY_PDF"])


def test_a_file_cut_off_anywhere_is_never_valid(desk: Desk, issued: bytes) -> None:
    for part in (1, 10, 50, 90, 97, 99):
        assert desk.verify(issued[: len(issued) * part // 100]).outcome is not Outcome.VALID


LOOP = b"<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>"
BOMBS = {
    "deep arrays": attacks.bomb(b"[" * 10_000 + b"]" * 10_000),
    "deep dictionaries": attacks.bomb(b"<</A" * 10_000 + b"null" + b">>" * 10_000),
    "ten thousand fields": attacks.bomb(b"<</T(a)/FT/Sig/Kids[" + b"3 0 R " * 10_000 + b"]>>"),
    "a tree of pages that is its own parent": attacks.bomb(b"<</T(a)/FT/Sig/V 3 0 R/Parent 3 0 R>>", pages=LOOP),
    "a signature that is its own value": attacks.bomb(b"<</T(a)/FT/Sig/V 3 0 R/ByteRange[0 1 2 3]/Contents<00>>>"),
    "a number with two points": attacks.bomb(b"<</T(a)/FT/Sig/V<</ByteRange[0 1.2.3]/Contents<00>>>>>"),
    "a page tree that is such a number": attacks.bomb(b"<<>>", pages=b"1.2.3"),
    "huge numbers": attacks.bomb(b"<</T(a)/FT/Sig/V<</ByteRange[0 99999999999999999999 -1 5]/Contents<00>>>>>"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_neither_hangs_nor_raises(desk: Desk, name: str) -> None:
    verdict = desk.verify(BOMBS[name])
    assert verdict.outcome in (Outcome.UNKNOWN, Outcome.UNSIGNED), verdict.sentence


@pytest.mark.timeout(60)
def test_ten_thousand_objects_are_gone_through_in_seconds(desk: Desk) -> None:
    pdf = attacks.with_objects(desk.draft, 10_000)
    sealed = sealed_by_force(desk, signed_plainly(desk, pdf, "dung", "Signature1"))
    assert desk.verify(sealed).outcome is Outcome.VALID


@pytest.mark.timeout(120)
def test_a_file_with_more_ways_through_it_than_anybody_can_go_is_given_up(desk: Desk, tmp_path: Path) -> None:
    """Comparing revisions follows every way to what was changed: the confined process does not take for ever."""
    file = tmp_path / "many-ways.pdf"
    outcomes = {}
    for doublings in (3, 60):
        pdf = attacks.with_doublings(desk.draft, doublings)
        file.write_bytes(sealed_by_force(desk, signed_plainly(desk, pdf, "dung", "Signature1")))
        verdict = verify_isolated(file, desk.pki.trust_dir, at=LATER, seconds=5)
        outcomes[doublings] = verdict.outcome, [item.code for item in verdict.reasons]
    assert outcomes == {3: (Outcome.VALID, []), 60: (Outcome.UNKNOWN, ["CHECK_FAILED"])}
