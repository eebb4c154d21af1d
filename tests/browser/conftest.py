"""Real servers, started once for all tests of this folder, and a Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Error, StorageState, expect, sync_playwright

from tests.browser.people import PATIENCE_MS, House
from tests.system import worlds

CHROMIUM = os.environ.get("VANTHU_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def offices(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Addresses of a ministry's office and a province's, with an axis and a PKI, all started for these tests.

    VANTHU_OFFICES="bo=http://127.0.0.1:8801 tinh=http://127.0.0.1:8802" takes a `make demo` that runs already.
    """
    if running_ones := os.environ.get("VANTHU_OFFICES"):
        yield dict(one.split("=", 1) for one in running_ones.split())
        return
    template = request.getfixturevalue("template")
    with worlds.started(worlds.copied(template, tmp_path_factory.mktemp("world") / "demo")) as world:
        yield {name: world.url(name) for name in ("bo", "tinh")}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window; ended with the folder, because its event loop stands in the way of Django's tests."""
    if not shutil.which(CHROMIUM):
        pytest.skip("Chromium is not installed (apt: chromium; another path by VANTHU_CHROMIUM)")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, StorageState]:
    """Who has logged in; empty at first."""
    return {}


@pytest.fixture
def house(
    browser: Browser,
    offices: Mapping[str, str],
    sessions: dict[str, StorageState],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    """Both offices, and the people the test brings in; nothing may have gone wrong in any of their browsers."""
    made = House(browser, offices, sessions)
    yield made
    try:
        if request.node.stash.get(FAILED, False):
            print("what they saw:", *made.picture(tmp_path_factory.mktemp("seen")), sep="\n  ")
    except Error as error:
        print("no pictures:", error)
    finally:
        troubles = made.troubles()
        made.close()
    assert troubles == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember that a test failed, for the pictures."""
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]
        item.stash[FAILED] = report.failed  # type: ignore[attr-defined]
    return report
