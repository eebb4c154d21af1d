"""How fast the pages of an office are whose agency has a million văn bản đi and a million văn bản đến, on PostgreSQL.

Whole pages through Django, as a browser gets them, without the network: of each the time, the processor time of Python,
and the queries. Lists are asked for twice, among a thousand documents and among a million, so that the ratio tells what
the number of documents costs. Then fifty people work at once against `vanthu office serve` as it is by default.
"""

from __future__ import annotations

import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import filling
from bench.crowd import People, crowd
from bench.rows import Row
from vanthu.runtime.testing.postgres import running_postgres

FEW, MANY, QUICKLY = 1_000, 1_000_000, 20_000
TIMES = 40
CROWD_SECONDS = 90.0

SETTINGS = """
environment = "development"
secret_key = "{secret}"
database = "{database}"
data_dir = "{folder}/data"
public_url = "http://testserver"
[axis]
endpoint = "http://127.0.0.1:9/vxp"
system_id = "BENCH"
secret = "bench-secret"
[signing]
trust_dir = "{folder}/trust"
"""


@dataclass(frozen=True)
class World:
    """The cast, and the documents of which all others are copies."""

    office: Any
    draft: Any
    arrived: Any
    direction: Any
    number: Any


@dataclass(frozen=True)
class Taken:
    """What pages took, in seconds: each of them, the processor time of each, and the queries of one."""

    seconds: list[float]
    cpu: list[float]
    queries: int


def run(*, quick: bool = False) -> list[Row]:
    """Fill a server with documents, measure the pages, and let fifty people work."""
    many, times = (QUICKLY, 10) if quick else (MANY, TIMES)
    with running_postgres(durable=True) as database, tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        config = _configure(Path(folder), database)
        world = _world()
        _fill(world, 1, FEW)
        before = [_taken(world, page, max(5, times // 3)) for page in PAGES]
        begun = time.monotonic()
        _fill(world, FEW + 1, many)
        filled = time.monotonic() - begun
        after = [_taken(world, page, times) for page in PAGES]
        people = crowd(config, _people(world), seconds=15.0 if quick else CROWD_SECONDS)
    rows = [Row(f"{many:,} văn bản đi and as many đến: making them", filled, "s")]
    for page, few, lots in zip(PAGES, before, after, strict=True):
        rows += _rows(page, few, lots)
    return rows + _crowd_rows(people)


@dataclass(frozen=True)
class Page:
    """A page for somebody: what to call it, and its address the n-th time."""

    person: str
    label: str
    address: Callable[[int], str]


def _sent(person: str, label: str, query: Callable[[int], str]) -> Page:
    return Page(person, f"văn bản đi, {label}", lambda n: f"/van-ban-di/?{query(n)}")


def _came(person: str, label: str, query: Callable[[int], str]) -> Page:
    return Page(person, f"văn bản đến, {label}", lambda n: f"/van-ban-den/?{query(n)}")


def _behind(year: int, n: int) -> str:
    mark = f'["{year}-{n % 12 + 1:02}-01T00:00:00+00:00","00000000-0000-0000-0000-000000000000"]'
    return f"sau={quote(mark)}"


def _month(n: int) -> str:
    return f"tu=01/{n % 12 + 1:02}/2011&den=28/{n % 12 + 1:02}/2011"


PAGES = (
    _sent("chi", "all, newest first", lambda n: "tab=tat-ca"),
    _sent("chi", "all, oldest first", lambda n: "tab=tat-ca&xep=ngay"),
    _sent("chi", "waiting for their signature", lambda n: "tab=cho-ky"),
    _sent("chi", "issued, from the middle on", lambda n: f"tab=da-phat-hanh&{_behind(2016, n)}"),
    _sent("chi", "one month long ago", lambda n: f"tab=tat-ca&{_month(n)}"),
    _sent("chi", "of the highest urgency", lambda n: "tab=tat-ca&khan=3"),
    _sent("chi", "a code", lambda n: f"tab=tat-ca&q={n % 9000 + 1}/SNV-CCVC"),
    _sent("chi", "words that a seventh has", lambda n: "tab=tat-ca&q=tuyen+dung"),
    _sent("chi", "a word that none has", lambda n: f"tab=tat-ca&q=khongco{n}"),
    _sent("an", "a specialist's own", lambda n: "tab=tat-ca"),
    _sent("an", "a specialist's own, words", lambda n: "tab=tat-ca&q=tuyen+dung"),
    _sent("binh", "a unit's, newest first", lambda n: "tab=tat-ca"),
    _came("chi", "all, newest first", lambda n: "tab=tat-ca"),
    _came("chi", "by số đến", lambda n: "tab=tat-ca&xep=-so-den"),
    _came("chi", "from the middle on", lambda n: f"tab=tat-ca&{_behind(2016, n)}"),
    _came("chi", "one month long ago", lambda n: f"tab=tat-ca&{_month(n)}"),
    _came("chi", "words that a seventh has", lambda n: "tab=tat-ca&q=tuyen+dung"),
    _came("an", "a specialist's own", lambda n: "tab=tat-ca"),
    _came("an", "a specialist's own, words", lambda n: "tab=tat-ca&q=tuyen+dung"),
    Page("chi", "sổ văn bản đi of a year", lambda n: f"/so/van-ban-di?nam={2007 + n % 19}"),
    Page("chi", "sổ văn bản đến of a year", lambda n: f"/so/van-ban-den?nam={2007 + n % 19}"),
    Page("chi", "desk of the clerk", lambda n: "/"),
    Page("dung", "desk of the leader", lambda n: "/"),
    Page("binh", "desk of the head of unit", lambda n: "/"),
    Page("an", "desk of the specialist", lambda n: "/"),
    Page("dung", "deciding page", lambda n: f"/van-ban-den/{_document('incoming', 'registered', n)}"),
    Page("chi", "document page", lambda n: f"/van-ban-di/{_document('outgoing', 'issued', n)}"),
    Page("dung", "tasks of the agency", lambda n: "/viec/?cua=co-quan"),
)


def _rows(page: Page, few: Taken, many: Taken) -> list[Row]:
    ratio = f"{_p99(many.seconds) / _p99(few.seconds):.1f} times that among {FEW:,}"
    middle = f"{statistics.median(many.seconds) / statistics.median(few.seconds):.1f} times that among {FEW:,}"
    spent = 1000 * statistics.median(many.cpu)
    return [
        Row(f"{page.label}: p99", 1000 * _p99(many.seconds), "ms", ratio),
        Row(f"{page.label}: p50", 1000 * statistics.median(many.seconds), "ms", middle),
        Row(f"{page.label}: queries", many.queries, "", f"{spent:.0f} ms of processor time in Python"),
    ]


def _crowd_rows(people: People) -> list[Row]:
    rate = f"{people.rate:.1f} pages a second, {people.think[0]:.0f} to {people.think[1]:.0f} s between two of a person"
    return [
        Row(f"{people.number} people at once: p50", 1000 * people.at(0.50), "ms", rate),
        Row(f"{people.number} people at once: p95", 1000 * people.at(0.95), "ms", f"load {people.load:.1f} at the end"),
        Row(f"{people.number} people at once: p99", 1000 * people.at(0.99), "ms", f"{people.failed} answers failed"),
    ]


def _p99(seconds: Sequence[float]) -> float:
    return sorted(seconds)[max(0, int(len(seconds) * 0.99) - 1)]


def _configure(folder: Path, database: str) -> Path:
    config = folder / "office.toml"
    config.write_text(SETTINGS.format(secret=secrets.token_hex(32), database=database, folder=folder), "utf-8")
    (folder / "data").mkdir()
    os.environ |= {"VANTHU_OFFICE_CONFIG": str(config), "DJANGO_SETTINGS_MODULE": "vanthu.office.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    return config


def _world() -> World:
    """Make the cast, a draft on its route, and an arrival that is registered and assigned."""
    from django.apps import apps

    from vanthu.office.incoming.tests import stories
    from vanthu.office.outgoing import operations, queries
    from vanthu.office.testing.cast import make_cast

    office = make_cast()
    with office.in_snv():
        recipients = (("H99.05", "Sở Y tế"),)
        fields = queries.DraftFields(
            subject="mẫu", signer_id=office.dung.pk, unit_id=office.ccvc.pk, body="Một đoạn.", recipients=recipients
        )
        draft = operations.start_draft(fields, by=office.an, at=office.at)
        steps = apps.get_model("outgoing", "ApprovalStep").objects
        for place, (kind, person) in enumerate((("content", office.binh), ("signature", office.dung))):
            steps.create(outgoing=draft, round=1, ordinal=place, stage=place, kind=kind, person=person, revision=1)
        arrived = stories.assigned(office)
        direction = apps.get_model("assignments", "Assignment").objects.get(document_id=arrived.pk)
        number = apps.get_model("registers", "NumberTaken").objects.get(document_id=arrived.pk)
    return World(office, draft.pk, arrived.pk, direction.pk, number.pk)


def _fill(world: World, first: int, last: int) -> None:
    """Write documents until there are `last` of each kind, and everything that is told of them."""
    from django.db import connection

    from vanthu.office.kernel.words import folded

    office = world.office
    values = {"first": first, "last": last, **{name: str(getattr(office, name).pk) for name in ("an", "binh", "dung")}}
    named = (*filling.OUTGOING, *filling.INCOMING, filling.TASKS)
    tables = frozenset(table for table, _, _ in named) | {"registers_numbertaken"}
    with connection.cursor() as cursor:
        filling.begin(cursor, {title: folded(title) for title in filling.SUBJECTS})
        with filling.without_indexes(cursor, tables):
            filling.make(cursor, filling.OUTGOING_STATE, values)
            for table, key, changes in filling.OUTGOING:
                filling.copy(cursor, table, key, changes, world.draft)
            filling.number(cursor, "outgoing", world.number)
            filling.make(cursor, filling.INCOMING_STATE, values)
            for table, key, changes in filling.INCOMING:
                filling.copy(cursor, table, key, changes, world.arrived)
            table, key, changes = filling.TASKS
            filling.copy(cursor, table, key, changes, world.direction)
            filling.number(cursor, "incoming", world.number)
        cursor.execute("VACUUM ANALYZE")


def _document(way: str, state: str, n: int) -> Any:
    """Return the n-th of the newest documents in a state."""
    from django.apps import apps

    model = apps.get_model(way, f"{way}document")
    found = model.of_all_agencies.filter(state=state).order_by("-pk").values_list("pk", flat=True)
    return found[n % 10]


def _taken(world: World, page: Page, times: int) -> Taken:
    from django.test import Client

    client = Client()
    client.force_login(getattr(world.office, page.person).account)
    seconds, cpu, queries = [], [], 0
    addresses = [page.address(n) for n in range(times)]
    client.get(addresses[0])  # templates are read once by every process
    for address in addresses:
        begun, spent = time.perf_counter(), time.process_time()
        answer = client.get(address)
        seconds.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - spent)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
    with _counted() as asked:
        client.get(addresses[0])
        queries = len(asked)
    return Taken(seconds, cpu, queries)


@contextmanager
def _counted() -> Iterator[list[str]]:
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield asked


def _people(world: World) -> list[tuple[str, list[str]]]:
    """Return fifty people, each with the cookie of his browser and the pages he goes through."""
    from django.conf import settings
    from django.test import Client

    people = []
    names = ("an", "an", "an", "binh", "chi", "dung")
    pages = {name: [page.address(n) for page in PAGES if page.person == name for n in range(3)] for name in set(names)}
    for number in range(50):
        name = names[number % len(names)]
        client = Client()
        client.force_login(getattr(world.office, name).account)
        people.append((client.cookies[settings.SESSION_COOKIE_NAME].value, pages[name]))
    return people
