"""A verdict can be given again years later, from what was kept with it, whatever became of the trust meanwhile."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from vanthu.office.files import operations as files
from vanthu.office.signatures import operations, queries
from vanthu.office.signatures.models import VerdictKept
from vanthu.office.signatures.operations import material
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.runtime.transactions import write

PDF = b"%PDF-1.7 none"


@pytest.fixture
def kept(in_snv: Cast, signing_keys: Keys) -> VerdictKept:
    """The verdict on a file that is no PDF: the quickest there is."""
    stored = files.keep(PDF, media_type="application/pdf", at=in_snv.at)
    return operations.judge(file_sha256=stored.sha256, at=in_snv.at)


def test_a_verdict_names_what_it_rests_on_and_what_judged(kept: VerdictKept) -> None:
    assert kept.material_id is not None
    laid_out = material.laid_out(kept.material_id)
    assert laid_out.version == kept.trust_version
    assert kept.expected == ["agency", "person"]
    assert "pyhanko 0." in str(kept.verifier)


def test_verdicts_under_the_same_trust_share_what_they_rest_on(in_snv: Cast, kept: VerdictKept) -> None:
    other = files.keep(PDF + b" neither", media_type="application/pdf", at=in_snv.at)
    before = apps.get_model("files", "StoredFile").objects.count()
    assert operations.judge(file_sha256=other.sha256, at=in_snv.at).material_id == kept.material_id
    assert apps.get_model("files", "StoredFile").objects.count() == before


def test_years_later_it_comes_out_the_same_though_the_trust_is_another(
    in_snv: Cast, kept: VerdictKept, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    emptied = tmp_path / "trust"
    shutil.copytree(settings.OFFICE.signing.trust_dir, emptied)
    shutil.rmtree(emptied / "crls")
    signing = settings.OFFICE.signing.model_copy(update={"trust_dir": emptied})
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"signing": signing}))
    shutil.rmtree(settings.OFFICE.data_dir / "trust-kept")
    made = operations.recompute(kept.pk, by=in_snv.chi, at=in_snv.at + timedelta(days=4000))
    assert made.same is True
    assert queries.last_recomputed(kept.pk) == made


def test_another_outcome_is_kept_beside_the_first(in_snv: Cast, kept: VerdictKept) -> None:
    values = {name: getattr(kept, name) for name in ("file_id", "findings", "trust_version", "judged_at", "expected")}
    with write():
        claimed = VerdictKept.objects.create(
            **{**values, "findings": {**kept.findings, "outcome": "valid", "reasons": []}},
            outcome="valid",
            material_id=kept.material_id,
            verifier=kept.verifier,
        )
    made = operations.recompute(claimed.pk, by=None, at=in_snv.at)
    assert made.same is False
    assert made.findings is not None
    assert made.findings["outcome"] == "unknown"


def test_once_a_year_the_worker_recomputes_what_nobody_did(in_snv: Cast, kept: VerdictKept) -> None:
    soon, later = in_snv.at + timedelta(days=364), in_snv.at + timedelta(days=366)
    assert operations.recompute_due(at=soon) == 0
    assert operations.recompute_due(at=later) == 1
    assert operations.recompute_due(at=later) == 0


def test_a_file_that_is_gone_is_no_contradiction(in_snv: Cast, kept: VerdictKept) -> None:
    files.destroy(kept.file_id)
    made = operations.recompute(kept.pk, by=None, at=in_snv.at)
    assert made.same is None
    assert made.why


def test_a_verdict_of_before_cannot_be_recomputed(in_snv: Cast, kept: VerdictKept) -> None:
    with write():
        old = VerdictKept.objects.create(
            file_id=kept.file_id, findings=kept.findings, outcome=kept.outcome, trust_version="x", judged_at=in_snv.at
        )
    with pytest.raises(operations.VerdictNotRecomputable):
        operations.recompute(old.pk, by=None, at=in_snv.at)
