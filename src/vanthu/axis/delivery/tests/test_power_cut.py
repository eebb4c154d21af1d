"""A power cut takes nothing the axis has answered for: what is not fsynced counts as lost here."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from vanthu.axis.delivery.tests.cast import submit
from vanthu.axis.intake.models import Package
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.testing.messages import document
from vanthu.axis.testing.power import followed
from vanthu.runtime import store
from vanthu.runtime.store import ByteStore
from vanthu.standards import edxml

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def committed(monkeypatch):
    """Follow the disk; note at each commit whether the bytes of every package there is would survive a power cut."""
    root = settings.AXIS.data_dir / "packages"
    commit = BaseDatabaseWrapper._commit
    root.mkdir(parents=True, exist_ok=True)
    package_store.cache_clear()  # it remembers which folders this process has made last
    with followed(root, monkeypatch) as disk:
        seen = []

        def on_commit(connection):
            digests = list(Package.objects.values_list("sha256", flat=True))
            seen.append(all(disk.lasts(package_store().path(digest)) for digest in digests) if digests else None)
            disk.log.append("commit")
            commit(connection)

        monkeypatch.setattr(BaseDatabaseWrapper, "_commit", on_commit)
        yield disk, seen
    package_store.cache_clear()


def test_bytes_and_every_name_on_the_way_to_them_last_before_the_row_commits_and_before_the_answer(committed):
    disk, seen = committed
    submit(document("H37.02", "G09"))
    disk.log.append("answer")
    assert seen == [True]
    steps = disk.log
    bytes_last = steps.index("fsync file")
    assert steps[bytes_last : steps.index("commit") + 1] == ["fsync file", "rename", "fsync folder", "commit"]
    assert steps[-2:] == ["commit", "answer"]


def test_bytes_that_were_there_already_last_before_a_second_row_names_them(committed, monkeypatch):
    # Another process gave the file its name a moment ago and has not fsynced the folder yet.
    _, seen = committed
    with monkeypatch.context() as patch:
        patch.setattr(store, "_sync_folder", lambda folder: None)
        message = document("H37.02", "G09")
        ByteStore(settings.AXIS.data_dir / "packages").keep(edxml.write_bytes(message))
    submit(message)
    assert seen == [True]


def test_the_check_sees_a_folder_that_was_not_fsynced(committed, monkeypatch):
    _, seen = committed
    monkeypatch.setattr(store, "_sync_folder", lambda folder: None)
    submit(document("H37.02", "G09"))
    assert seen == [False]


def test_each_commit_is_on_the_disk_before_it_returns():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            settled = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
            assert settled == ["wal", 2]
        else:
            # Nothing of ours weakens what the server was set to.
            cursor.execute("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'")
            assert cursor.fetchone()[0] in ("default", "configuration file", "command line")
