"""What was issued is kept beside what was sent: with proofs, then stamped, and stamped again in time, by the worker."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.files import queries as files
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing.tests import stories
from vanthu.office.signatures import operations, ports, queries
from vanthu.office.signatures.models import Preservation
from vanthu.office.signatures.states import Keeping
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys, OurTsa
from vanthu.standards.signing import errors, long_term


class World:
    """An issued letter whose signatures are stamped, the clock, and a trust folder that the test renews."""

    def __init__(self, office: Cast, keys: Keys, trust: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.office, self.keys, self.trust = office, keys, trust
        self.now = office.at
        monkeypatch.setattr(ports, "timestamper", lambda: OurTsa(keys.pki, self.now))

    def issue(self) -> Any:
        """Issue a letter; its document."""
        sealed = stories.sealed(self.office)
        self.now = self.office.after(hours=1)
        self.fetch()
        return outgoing.issue(sealed.pk, by=self.office.chi, at=self.now)

    def fetch(self) -> None:
        """Fetch the revocation lists of the hour, as the worker does."""
        for issuer in ("root", "people-ca", "agencies-ca"):
            (self.trust / "crls" / f"{issuer}.crl").write_bytes(self.keys.pki.crl(issuer, at=self.now))

    def work(self, at: datetime) -> int:
        self.now = at
        return operations.preserve_due(at=at)


@pytest.fixture
def world(in_snv: Cast, signing_keys: Keys, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    trust = Path(shutil.copytree(signing_keys.pki.trust_dir, tmp_path / "trust"))
    signing = settings.OFFICE.signing.model_copy(update={"trust_dir": trust})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": signing})
    stories.know_correspondents(in_snv.at)
    return World(in_snv, signing_keys, trust, monkeypatch)


def row(document: Any) -> Preservation:
    (found,) = queries.preservations(document.pk)
    return found


def test_an_issued_letter_gets_its_proofs_its_stamp_and_the_stamp_its_successor(world: World) -> None:
    document = world.issue()
    sent = row(document)
    assert (sent.state, sent.kept_id) == (Keeping.SENT, None)

    assert world.work(world.office.after(hours=2)) == 2, "proofs, and at once the archive time stamp"
    kept = row(document)
    assert (kept.state, kept.stamped_by, kept.error_code) == (Keeping.STAMPED, "http://tsa.example/", "")
    assert files.read(kept.kept_id).startswith(files.read(sent.sent_id))
    assert kept.good_until is not None
    assert kept.due_at == kept.good_until - timedelta(days=180)
    verbs = [fact.verb for fact in audit.facts_about([document.pk])]
    assert verbs[-2:] == ["add_data_to_kept_file", "stamp_to_kept_file"]

    assert world.work(kept.due_at - timedelta(days=1)) == 0, "nothing is done before its time"
    world.now = kept.due_at
    world.fetch()
    assert world.work(kept.due_at) == 1
    renewed = row(document)
    assert files.read(renewed.kept_id).startswith(files.read(kept.kept_id))
    assert renewed.sent_id == sent.sent_id, "what was sent stays as it was"
    assert renewed.due_at > kept.due_at


def test_a_step_waits_for_what_it_needs_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    document = world.issue()
    for path in (world.trust / "crls").iterdir():
        path.unlink()
    assert world.work(world.office.after(hours=2)) == 1
    waiting = row(document)
    assert (waiting.state, waiting.error_code) == (Keeping.SENT, "signing.proofs_missing")

    world.fetch()
    assert world.work(world.office.after(hours=2, minutes=30)) == 0, "it is tried again in an hour"
    monkeypatch.setattr(ports, "timestamper", Away)
    assert world.work(world.office.after(hours=4)) == 1
    waiting = row(document)
    assert (waiting.state, waiting.error_code) == (Keeping.DATA, "signing.timestamp_timeout")

    monkeypatch.setattr(ports, "timestamper", lambda: None)
    assert world.work(world.office.after(hours=5)) == 1
    assert row(document).state == Keeping.DATA, "without an authority in the settings the proofs are all there is"


class Away:
    """An authority that does not answer."""

    def stamp(self, digest: bytes) -> Any:
        raise errors.TimestampTimeout("away")


def test_a_worker_that_died_loses_its_lease_and_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    document = world.issue()

    def dies(*args: object, **how: object) -> bytes:
        raise KeyboardInterrupt

    add_proofs = long_term.add_proofs
    monkeypatch.setattr(long_term, "add_proofs", dies)
    with pytest.raises(KeyboardInterrupt):
        world.work(world.office.after(hours=2))
    monkeypatch.setattr(long_term, "add_proofs", add_proofs)
    assert world.work(world.office.after(hours=2)) == 0, "leased to the dead one"
    assert world.work(world.office.after(hours=3)) == 2
    assert row(document).state == Keeping.STAMPED


def test_signatures_without_a_time_stamp_get_one_over_the_kept_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a signing program makes them whose time stamps are switched off."""
    with monkeypatch.context() as signing:
        signing.setattr(ports, "timestamper", lambda: None)
        document = world.issue()
    assert world.work(world.office.after(hours=2)) == 2, "the stamp; proofs must be newer than it"
    assert (row(document).state, row(document).error_code) == (Keeping.SENT, "signing.proofs_missing")
    world.now = world.office.after(hours=4)
    world.fetch()
    assert world.work(world.office.after(hours=4)) == 2
    assert (row(document).state, row(document).error_code) == (Keeping.STAMPED, "")
    verbs = [fact.verb for fact in audit.facts_about([document.pk])]
    assert verbs[-3:] == ["prove_time_to_kept_file", "add_data_to_kept_file", "stamp_to_kept_file"]


def test_where_no_authority_can_stamp_them_they_end_as_unfit_with_the_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "timestamper", lambda: None)
    document = world.issue()
    world.work(world.office.after(hours=2))
    ended = row(document)
    assert (ended.state, ended.error_code) == (Keeping.UNFIT, "signing.signature_unstamped")
    assert ended.finished_at is not None
    assert world.work(world.office.after(hours=9)) == 0
