"""`vanthu axis parent …` as an operator meets it."""

import importlib
import json

import pytest
from typer.testing import CliRunner

from vanthu.axis.federation import operations, queries
from vanthu.axis.registry import queries as registry
from vanthu.axis.testing.messages import document
from vanthu.axis.testing.plain_hub import Refusal
from vanthu.runtime import clock as real_clock

pytestmark = [pytest.mark.django_db(transaction=True)]

# By name, because nothing in the axis may import the command line above it.
app = importlib.import_module("vanthu.cli.axis.parent").app


def run(*arguments):
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


def test_an_axis_without_a_parent_says_how_to_get_one(db):
    code, text = run("sync")
    assert code == 2
    assert "[parent]" in text


def test_the_registries_are_synchronised_at_once(parent, hub):
    code, text = run("sync", "--whole")
    assert (code, "cập nhật 3 cơ quan" in text) == (0, True)
    assert registry.by_code("H01") is not None


def test_a_parent_that_refuses_or_is_away_is_told_in_a_sentence(parent, hub):
    hub.refusals["getSynchronizeUnit"] = Refusal("15", "sai secret")
    code, text = run("sync")
    assert (code, "sai secret" in text) == (2, True)


def test_problems_are_shown_with_their_reasons_and_mended(parent, hub, submit, clock):
    operations.synchronise_due(parent, at=clock.now, pause=lambda _: None)
    submit(document("H37.02", "H01"))
    hub.put(b"garbage", sender="H01")
    hub.refusals["sendEdoc"] = Refusal("22", "sai chuan", times=1)
    operations.forward_due(parent, at=clock.now)
    operations.pull_due(parent, at=clock.now)
    code, text = run("status")
    assert code == 0
    assert "trả lời gần nhất 09/03/2026 14:05:33" in text
    (refused,) = queries.overview().refused
    assert f"Bị từ chối: {refused.id} | H01 | Trục cấp trên từ chối (mã 22): sai chuan" in text
    assert "VT-TRUC-KHONG-DOC-DUOC" in text
    assert json.loads(run("status", "--json")[1])["forwardings"] == {"refused": 1}
    assert run("retry", str(refused.id)) == (0, "Sẽ gửi lại ngay.\n")
    assert run("retry", str(refused.id))[0] == 2
    operations.forward_due(parent, at=real_clock.now())
    assert len(hub.sent) == 1
