"""Files that a program signs itself: what it returns is believed only as far as it proves itself."""

from __future__ import annotations

from datetime import date

import pytest

from vanthu.standards import signing
from vanthu.standards.signing import errors
from vanthu.standards.signing.tests.conftest import AT, Desk
from vanthu.standards.signing.tests.signing_tool import signed_by_tool


def given(desk: Desk, pdf: bytes, field: str = "leader", name: str = "dung", **how: object) -> signing.Prepared:
    certificate = desk.key(name).certificate
    prepared = signing.hand_over(pdf, field=field, certificate=certificate, at=AT, trust=desk.trust, **how)  # type: ignore[arg-type]
    return signing.Prepared.from_bytes(prepared.to_bytes())


def test_leader_and_seal_by_a_program_in_fields_of_its_own_are_valid_with_our_number_between(desk: Desk) -> None:
    prepared = given(desk, desk.reserved())
    assert prepared.is_whole
    leader = signing.take_back(prepared, signed_by_tool(prepared.pdf, desk.key("dung"), at=AT), trust=desk.trust, at=AT)
    assert leader.instead_of == "ChuKyLanhDao"
    elsewhere = [leader.instead_of]
    with pytest.raises(errors.NumberTooEarly):
        signing.fill_number(leader.pdf, number="05", issued_on=date(2026, 3, 9))
    numbered = signing.fill_number(leader.pdf, number="05", issued_on=date(2026, 3, 9), elsewhere=elsewhere)
    with pytest.raises(errors.LeaderSignatureMissing):
        given(desk, numbered, "agency", "so-noi-vu")
    seal = given(desk, numbered, "agency", "so-noi-vu", elsewhere=elsewhere)
    sealed = signed_by_tool(seal.pdf, desk.key("so-noi-vu"), field="Signature2", at=AT)
    made = signing.take_back(seal, sealed, trust=desk.trust, at=AT)
    verdict = desk.verify(made.pdf)
    assert verdict.outcome is signing.Outcome.VALID, verdict.sentence
    assert [finding.modification for finding in verdict.signatures] == ["form_filling", "none"]


def test_our_own_seal_follows_a_leader_who_signed_with_a_program(desk: Desk) -> None:
    prepared = given(desk, desk.reserved())
    taken = signing.take_back(prepared, signed_by_tool(prepared.pdf, desk.key("dung"), at=AT), at=AT)
    numbered = signing.fill_number(taken.pdf, number="05", issued_on=date(2026, 3, 9), elsewhere=["ChuKyLanhDao"])
    key = desk.key("so-noi-vu")
    ours = signing.begin(
        numbered, field="agency", certificate=key.certificate, image_png=None, at=AT, trust=desk.trust,
        elsewhere=["ChuKyLanhDao"],
    )  # fmt: skip
    assert desk.verify(signing.complete(ours, key.sign(ours.signed_attributes))).outcome is signing.Outcome.VALID


@pytest.mark.parametrize("certify", [True, False])
def test_a_program_seals_after_our_leader_only_when_his_signature_is_no_certification(
    desk: Desk, certify: bool
) -> None:
    key = desk.key("dung")
    ours = signing.begin(
        desk.reserved(), field="leader", certificate=key.certificate, image_png=None, at=AT, certify=certify
    )
    signed = signing.complete(ours, key.sign(ours.signed_attributes))
    seal = given(desk, signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9)), "agency", "so-noi-vu")
    sealed = signed_by_tool(seal.pdf, desk.key("so-noi-vu"), at=AT)
    if certify:
        with pytest.raises(errors.ChangedByTool):
            signing.take_back(seal, sealed, at=AT)
    else:
        assert desk.verify(signing.take_back(seal, sealed, at=AT).pdf).outcome is signing.Outcome.VALID


def test_a_program_that_signs_in_our_field_leaves_none_empty(desk: Desk) -> None:
    prepared = given(desk, desk.reserved())
    signed = signed_by_tool(prepared.pdf, desk.key("dung"), field="ChuKyLanhDao", at=AT)
    assert signing.take_back(prepared, signed, at=AT).instead_of is None


def test_a_seal_that_a_program_makes_is_refused_before_the_leader_signed(desk: Desk) -> None:
    with pytest.raises(errors.LeaderSignatureMissing):
        given(desk, desk.reserved(), "agency", "so-noi-vu")


@pytest.mark.parametrize("what", ["unsigned", "another file", "cut", "followed", "twice"])
def test_what_is_not_the_file_given_with_one_signature_more_is_refused(desk: Desk, what: str) -> None:
    prepared = given(desk, desk.reserved())
    signed = signed_by_tool(prepared.pdf, desk.key("dung"), at=AT)
    returned = {
        "unsigned": prepared.pdf,
        "another file": signed_by_tool(desk.draft, desk.key("dung"), at=AT),
        "cut": signed[:-200],
        "followed": signed + b"\n%%EOF\n",
        "twice": signed_by_tool(signed, desk.key("dung"), field="Signature2", at=AT),
    }[what]
    with pytest.raises(errors.NotContinued):
        signing.take_back(prepared, returned, at=AT)


def test_a_program_that_draws_on_the_page_is_refused_though_its_signature_covers_it(desk: Desk) -> None:
    prepared = given(desk, desk.reserved())
    with pytest.raises(errors.ChangedByTool):
        signing.take_back(prepared, signed_by_tool(prepared.pdf, desk.key("dung"), at=AT, draws=True), at=AT)


def test_another_ones_certificate_is_named(desk: Desk) -> None:
    prepared = given(desk, desk.reserved())
    with pytest.raises(errors.SignedByAnother) as refused:
        signing.take_back(prepared, signed_by_tool(prepared.pdf, desk.key("so-noi-vu"), at=AT), at=AT)
    assert "Sở Nội vụ tỉnh Thử Nghiệm" in refused.value.sentence


def test_a_revoked_certificate_is_refused(desk: Desk) -> None:
    prepared = given(desk, desk.reserved(), name="revoked")
    with pytest.raises(errors.NotContinued, match="thu hồi"):
        signing.take_back(prepared, signed_by_tool(prepared.pdf, desk.key("revoked"), at=AT), trust=desk.trust, at=AT)


@pytest.mark.slow
def test_a_confined_process_says_of_a_returned_file_what_this_one_would(desk: Desk) -> None:
    prepared = given(desk, desk.reserved())
    folder = desk.pki.trust_dir
    for field, instead_of in (("Signature1", "ChuKyLanhDao"), ("ChuKyLanhDao", None)):
        signed = signed_by_tool(prepared.pdf, desk.key("dung"), field=field, at=AT)
        taken = signing.take_back_isolated(prepared, signed, folder, at=AT)
        assert (taken.pdf, taken.instead_of) == (signed, instead_of)
    refused = {
        errors.ChangedByTool: signed_by_tool(prepared.pdf, desk.key("dung"), at=AT, draws=True),
        errors.SignedByAnother: signed_by_tool(prepared.pdf, desk.key("so-noi-vu"), at=AT),
        errors.NotContinued: prepared.pdf + b"\n%%EOF\n",
    }
    for kind, returned in refused.items():
        with pytest.raises(kind) as here:
            signing.take_back(prepared, returned, trust=desk.trust, at=AT)
        with pytest.raises(kind) as confined:
            signing.take_back_isolated(prepared, returned, folder, at=AT)
        assert confined.value.sentence == here.value.sentence


@pytest.mark.slow
def test_a_returned_file_that_breaks_the_limits_is_refused_in_words(desk: Desk) -> None:
    prepared = given(desk, desk.reserved())
    signed = signed_by_tool(prepared.pdf, desk.key("dung"), at=AT)
    for limits in ({"memory_mb": 40}, {"seconds": 0.01}):
        with pytest.raises(errors.NotChecked, match="giới hạn"):
            signing.take_back_isolated(prepared, signed, desk.pki.trust_dir, at=AT, **limits)  # type: ignore[arg-type]
