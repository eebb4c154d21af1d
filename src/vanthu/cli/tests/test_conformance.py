"""`vanthu conformance`: with what it ends, and what a person reads."""

import json
import socket

import pytest
from typer.testing import CliRunner

from vanthu.cli.main import app
from vanthu.standards.vxp.conformance.tests.toy_hub import SECRETS, ToyHub, served

AXIS = ["--system-id", "A", "--secret", SECRETS["A"]]
OFFICE = ["--system-id", "A", "--secret", "s", "--agency", "H37", "--seconds", "0"]


def run(*arguments):
    return CliRunner().invoke(app, ["conformance", *arguments], env={"COLUMNS": "200"})


class Deaf(ToyHub):
    """Believes every signature of a system it does not know."""

    def secret_of(self, system_id):
        return SECRETS.get(system_id, SECRETS["A"])


def test_a_correct_hub_ends_with_0_and_what_was_not_tried_is_named():
    with served(ToyHub()) as url:
        result = run("axis", url, *AXIS)
        strict = run("axis", url, *AXIS, "--require-all")
    assert result.exit_code == 0
    assert "0 không đạt" in result.stdout
    assert "lý do: chưa cho biết cơ quan gửi và cơ quan nhận (--from, --to)" in result.stdout
    assert strict.exit_code == 1


def test_a_hub_with_a_fault_ends_with_1_and_the_fault_is_named():
    with served(Deaf()) as url:
        result = run("axis", url, *AXIS, "--json")
    assert result.exit_code == 1
    failed = [row for row in json.loads(result.stdout)["checks"] if row["verdict"] == "failed"]
    assert [(row["id"], row["paragraph"]) for row in failed] == [("hub.sign.unknown-system", "VXP 7.2 – ký tiêu đề")]
    assert failed[0]["seen"].startswith("trục không từ chối")


def test_secrets_are_not_printed():
    with served(ToyHub()) as url:
        result = run("axis", url, *AXIS)
    assert SECRETS["A"] not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("axis", "ftp://hub/vxp", *AXIS),
        ("axis", "http://127.0.0.1:9/vxp", *AXIS, "--second-system", "B"),
        ("axis", "http://127.0.0.1:9/vxp", *AXIS, "--ca", "/khong/co"),
        ("axis", "http://127.0.0.1:9/vxp"),
        ("office", *OFFICE, "--listen", "8200"),
        ("office", *OFFICE, "--listen", "127.0.0.1:99999"),
        ("office", "--system-id", "A", "--secret", "s"),
    ],
)
def test_a_mistake_in_the_command_ends_with_2(arguments):
    assert run(*arguments).exit_code == 2


def test_an_address_that_is_taken_is_a_mistake_in_the_command():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("office", *OFFICE, "--listen", f"127.0.0.1:{taken.getsockname()[1]}")
    assert result.exit_code == 2
    assert "Không lắng nghe được" in result.stderr


def test_a_client_that_never_calls_proves_nothing():
    result = run("office", *OFFICE, "--listen", "127.0.0.1:0")
    assert result.exit_code == 1
    assert "không chứng tỏ điều gì" in result.stderr
