"""How fast the list of văn bản đi answers when an agency has a million of them, on PostgreSQL with everything durable.

Whole pages through Django, as a browser gets them, without the network. Each is asked for twice: while the agency has
a thousand documents and when it has a million, so that the ratio tells what the number of documents costs.
"""

from __future__ import annotations

import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.rows import Row
from vanthu.runtime.testing.postgres import running_postgres

FEW, MANY, QUICKLY = 1_000, 1_000_000, 20_000
TIMES = 120

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
SUBJECTS = (
    "rà soát danh mục vị trí việc làm", "tuyển dụng viên chức năm 2026", "báo cáo công tác cải cách hành chính",
    "phòng, chống bão số 5", "góp ý dự thảo Nghị định", "mời dự hội nghị tổng kết", "phân bổ dự toán ngân sách",
)  # fmt: skip


def run(*, quick: bool = False) -> list[Row]:
    """Fill a server with documents and measure the pages of their list."""
    many, times = (QUICKLY, 20) if quick else (MANY, TIMES)
    with running_postgres(durable=True) as database, tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        _configure(Path(folder), database)
        office, draft_id = _first_draft()
        _fill(office, draft_id, 1, FEW)
        before = [_seconds(office, person, query, times) for person, _, query in PAGES]
        _fill(office, draft_id, FEW + 1, many)
        after = [_seconds(office, person, query, times) for person, _, query in PAGES]
    rows = []
    for (_, label, _), few, lots in zip(PAGES, before, after, strict=True):
        rows += _rows(f"{many:,} văn bản đi, {label}", few, lots)
    return rows


def _rows(name: str, few: list[float], many: list[float]) -> list[Row]:
    ratio = f"{_p99(many) / _p99(few):.1f} times that among {FEW:,}"
    middle = f"{statistics.median(many) / statistics.median(few):.1f} times that among {FEW:,}"
    return [
        Row(f"{name}: p99", 1000 * _p99(many), "ms", ratio),
        Row(f"{name}: median", 1000 * statistics.median(many), "ms", middle),
    ]


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99) - 1]


def _configure(folder: Path, database: str) -> None:
    config = folder / "office.toml"
    config.write_text(SETTINGS.format(secret=secrets.token_hex(32), database=database, folder=folder), "utf-8")
    os.environ |= {"VANTHU_OFFICE_CONFIG": str(config), "DJANGO_SETTINGS_MODULE": "vanthu.office.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)


def _first_draft() -> tuple[Any, Any]:
    """Make the cast and one draft with the office's own verbs; return both."""
    from vanthu.office.outgoing import operations, queries
    from vanthu.office.testing.cast import make_cast

    office = make_cast()
    with office.in_snv():
        recipients = (("H99.05", "Sở Y tế"),)
        fields = queries.DraftFields(
            subject="mẫu", signer_id=office.dung.pk, unit_id=office.ccvc.pk, body="Một đoạn.", recipients=recipients
        )
        draft = operations.start_draft(fields, by=office.an, at=office.at)
    return office, draft.pk


def _fill(office: Any, draft_id: Any, first: int, last: int) -> None:
    """Copy the rows of a draft, other in state, time, number and words, until there are `last` documents."""
    from django.db import connection

    from vanthu.office.kernel.words import folded

    of = {"of_an": str(office.an.pk), "of_binh": str(office.binh.pk), "draft": draft_id}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS made, subject")
        cursor.execute("CREATE TEMP TABLE subject (n int, title text, words text)")
        for place, title in enumerate(SUBJECTS):
            cursor.execute("INSERT INTO subject VALUES (%s, %s, %s)", [place, title, folded(title)])
        for statement in FILLING:
            cursor.execute(statement, {"first": first, "last": last, **of})
        cursor.execute("VACUUM ANALYZE")


_COPY = """INSERT INTO {table} SELECT (jsonb_populate_record(one, {changes})).*
    FROM made, {table} one WHERE one.{key} = %(draft)s"""
_DAYS = "timestamptz '2026-03-09 08:00+07' - timestamptz '2006-01-01 00:00+07'"
FILLING = (
    f"""CREATE TEMP TABLE made AS SELECT g AS n, gen_random_uuid() AS id, title, words,
        timestamptz '2006-01-01 00:00+07' + g * (({_DAYS}) / %(last)s) AS at,
        CASE WHEN g %% 2000 = 0 THEN 'draft' WHEN g %% 3000 = 1 THEN 'approved' ELSE 'issued' END AS state,
        CASE WHEN g %% 50 = 0 THEN %(of_an)s ELSE %(of_binh)s END AS drafter
        FROM generate_series(%(first)s, %(last)s) AS g JOIN subject ON subject.n = g %% 7""",
    _COPY.format(
        table="documents_document", key="id",
        changes="""jsonb_build_object('id', id, 'subject', title || ' lần ' || n, 'number', n %% 9000 + 1,
            'notation', 'SNV-CCVC', 'created_at', at, 'urgency', CASE WHEN n %% 500 = 0 THEN 3 ELSE 0 END)""",
    ).replace("('id', id,", "('id', made.id,"),
    _COPY.format(
        table="outgoing_outgoingdocument", key="document_id",
        changes="""jsonb_build_object('document_id', made.id, 'state', made.state, 'created_at', made.at,
            'state_since', made.at, 'drafter_id', drafter)""",
    ),
    _COPY.format(
        table="documents_searchline", key="document_id",
        changes="""jsonb_build_object('document_id', made.id, 'words', ' ' || (n %% 9000 + 1) || '/snv-ccvc '
            || (n %% 9000 + 1) || ' ' || made.words || ' lan ' || n || ' so noi vu pham tien dung ')""",
    ),
    _COPY.format(
        table="outgoing_recipient", key="outgoing_id",
        changes="jsonb_build_object('id', gen_random_uuid(), 'outgoing_id', made.id)",
    ),
)  # fmt: skip


def _seconds(office: Any, person: str, query: Callable[[int], str], times: int) -> list[float]:
    from django.test import Client

    client = Client()
    client.force_login(getattr(office, person).account)
    taken = []
    for number in range(times):
        begun = time.perf_counter()
        answer = client.get(f"/van-ban-di/?{query(number)}")
        taken.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{query(number)}: {answer.status_code}")
    return taken


PAGES = (
    ("chi", "all of them, newest first", lambda n: "tab=tat-ca"),
    ("chi", "all of them, oldest first", lambda n: "tab=tat-ca&xep=ngay"),
    ("chi", "waiting for their signature", lambda n: "tab=cho-ky"),
    ("chi", "issued, from the middle on", lambda n: f"tab=da-phat-hanh&{_behind(2016, n)}"),
    ("chi", "one month long ago", lambda n: f"tab=tat-ca&tu=01/{n % 12 + 1:02}/2011&den=28/{n % 12 + 1:02}/2011"),
    ("chi", "of the highest urgency", lambda n: "tab=tat-ca&khan=3"),
    ("chi", "a code", lambda n: f"tab=tat-ca&q={n % 9000 + 1}/SNV-CCVC"),
    ("chi", "words that a seventh has", lambda n: "tab=tat-ca&q=tuyen+dung"),
    ("chi", "a word that one has", lambda n: f"tab=tat-ca&q=bao+lan+{n + 5}"),
    ("chi", "a word that none has", lambda n: f"tab=tat-ca&q=khongco{n}"),
    ("an", "a specialist's own", lambda n: "tab=tat-ca"),
    ("an", "a specialist's own, words", lambda n: "tab=tat-ca&q=tuyen+dung"),
    ("binh", "a unit's, newest first", lambda n: "tab=tat-ca"),
)


def _behind(year: int, n: int) -> str:
    from urllib.parse import quote

    mark = f'["{year}-{n % 12 + 1:02}-01T00:00:00+00:00","00000000-0000-0000-0000-000000000000"]'
    return f"sau={quote(mark)}"
