"""Fills the tables that the pages read with the rows of a large agency, inside PostgreSQL, in minutes.

One văn bản đi and one văn bản đến are made by the office's own verbs; the server then writes a million others like
them, different in what pages show, sort and look for. Indexes are made after the rows, as a restore does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

FIRST_DAY, LAST_DAY = "timestamptz '2006-01-01 07:30+07'", "timestamptz '2026-03-09 07:30+07'"

SUBJECTS = (
    "rà soát danh mục vị trí việc làm", "tuyển dụng viên chức năm 2026", "báo cáo công tác cải cách hành chính",
    "phòng, chống bão số 5", "góp ý dự thảo Nghị định", "mời dự hội nghị tổng kết", "phân bổ dự toán ngân sách",
)  # fmt: skip

OUTGOING_STATE = """CASE WHEN n > %(last)s - 40 THEN 'draft' WHEN n > %(last)s - 70 THEN 'in_approval'
    WHEN n > %(last)s - 95 THEN 'approved' WHEN n > %(last)s - 100 THEN 'signed' ELSE 'issued' END"""
INCOMING_STATE = """CASE WHEN n > %(last)s - 30 THEN 'arrived' WHEN n > %(last)s - 50 THEN 'registered'
    WHEN n > %(last)s - 300 THEN 'assigned' ELSE 'completed' END"""

MADE = """CREATE TEMP TABLE made AS SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS other_id, about, folded,
    at, {state} AS so_far,
    CASE WHEN n %% 50 = 0 THEN %(an)s::uuid WHEN n %% 50 < 25 THEN %(binh)s::uuid ELSE %(dung)s::uuid END AS whose,
    %(first)s + row_number() OVER (PARTITION BY year ORDER BY n) AS given, year
    FROM (SELECT n, at, extract(year FROM at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int AS year FROM
    (SELECT n, {first} + (({last}) - ({first})) * (n::float / %(last)s) AS at
    FROM generate_series(%(first)s, %(last)s) AS n) AS days) AS days
    JOIN subject ON subject.place = n %% 7"""

_DOCUMENT = {
    "id": "made.id",
    "subject": "about || ' lần ' || n",
    "created_at": "made.at",
    "issued_on": "made.at::date",
    "urgency": "CASE WHEN n % 500 = 0 THEN 3 ELSE 0 END",
    "number": "CASE WHEN so_far IN ('draft', 'in_approval', 'approved') THEN '' ELSE made.given::text END",
    "frozen_at": "CASE WHEN so_far = 'issued' THEN made.at END",
}
_WORDS = "' ' || made.given || '/{code} ' || made.given || ' ' || made.folded || ' lan ' || n || ' {people} '"
_SENT = "made.at + interval '5 hours'"

OUTGOING: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("documents_document", "id", {**_DOCUMENT, "notation": "'SNV-CCVC'"}),
    ("outgoing_outgoingdocument", "document_id", {
        "document_id": "made.id", "state": "made.so_far", "created_at": "made.at", "drafter_id": "whose",
        "state_since": "made.at",
        "signed_at": "CASE WHEN so_far IN ('signed', 'issued') THEN made.at + interval '4 hours' END",
        "numbered_at": f"CASE WHEN so_far = 'issued' THEN {_SENT} END",
        "sealed_at": f"CASE WHEN so_far = 'issued' THEN {_SENT} END",
        "issued_at": f"CASE WHEN so_far = 'issued' THEN {_SENT} END",
    }),
    ("documents_searchline", "document_id", {
        "document_id": "made.id", "words": _WORDS.format(code="snv-ccvc", people="so noi vu pham tien dung"),
    }),
    ("outgoing_recipient", "outgoing_id", {"id": "gen_random_uuid()", "outgoing_id": "made.id"}),
    ("outgoing_approvalstep", "outgoing_id", {
        "id": "gen_random_uuid()", "outgoing_id": "made.id",
        "state": "CASE WHEN made.so_far = 'issued' THEN 'approved' ELSE one.state END",
    }),
)  # fmt: skip
"""Table, the column that finds the rows of the pattern, and what is other in each row."""

INCOMING: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("documents_document", "id", {
        **_DOCUMENT, "number": "made.given::text", "wire_id": "'H99.05,' || n", "frozen_at": "made.at",
    }),
    ("incoming_incomingdocument", "document_id", {
        "document_id": "made.id", "state": "made.so_far", "arrived_at": "made.at",
        "arrival_number": "CASE WHEN so_far = 'arrived' THEN NULL ELSE made.given END",
        "registered_at": f"CASE WHEN so_far = 'arrived' THEN NULL ELSE {_SENT} END",
        "assigned_at": f"CASE WHEN so_far IN ('arrived', 'registered') THEN NULL ELSE {_SENT} END",
        "completed_at": f"CASE WHEN so_far = 'completed' THEN {_SENT} + interval '2 days' END",
    }),
    ("documents_searchline", "document_id", {
        "document_id": "made.id", "words": _WORDS.format(code="syt-vp", people="so y te vu quoc khanh"),
    }),
    ("assignments_assignment", "document_id", {
        "id": "other_id", "document_id": "made.id", "at": _SENT, "due_on": "made.at::date + 9",
    }),
)  # fmt: skip

TASKS: tuple[str, str, Mapping[str, str]] = ("assignments_task", "assignment_id", {
    "id": "gen_random_uuid()", "assignment_id": "made.other_id", "person_id": "whose",
    "unit_id": "CASE WHEN n % 5 = 0 THEN one.unit_id ELSE (SELECT id FROM organizations_unit AS u"
    " WHERE u.agency_id = one.agency_id AND u.id <> one.unit_id LIMIT 1) END", "due_on": "made.at::date + 9",
    "state": "CASE WHEN made.so_far = 'completed' THEN 'done' ELSE 'waiting' END",
    "done_at": f"CASE WHEN made.so_far = 'completed' THEN {_SENT} END",
})  # fmt: skip
"""Has its own pattern, the task of the pattern's direction."""

NUMBERS: Mapping[str, str] = {
    "id": "gen_random_uuid()", "register_id": "book.id", "number": "made.given", "document_id": "made.id",
    "taken_on": "made.at::date", "taken_at": "made.at",
}  # fmt: skip


@contextmanager
def without_indexes(cursor: Any, tables: frozenset[str]) -> Iterator[None]:
    """Take away the indexes and the checks of foreign keys of these tables, and make the indexes again at the end."""
    cursor.execute(
        """SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname
        WHERE tablename = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = pg_class.oid)""",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
    yield
    cursor.execute("SET session_replication_role = DEFAULT")
    for _, definition in indexes:
        cursor.execute(definition)


def begin(cursor: Any, words: Mapping[str, str]) -> None:
    """Keep the subjects and their folded words, by place."""
    cursor.execute("DROP TABLE IF EXISTS subject")
    cursor.execute("CREATE TEMP TABLE subject (place int, about text, folded text)")
    for place, (title, folded) in enumerate(words.items()):
        cursor.execute("INSERT INTO subject VALUES (%s, %s, %s)", [place, title, folded])


def make(cursor: Any, state: str, values: Mapping[str, Any]) -> None:
    """Decide on the documents `values["first"]` to `values["last"]`: day, state, number, and whose they are."""
    cursor.execute("DROP TABLE IF EXISTS made")
    cursor.execute(MADE.format(first=FIRST_DAY, last=LAST_DAY, state=state), values)


def copy(cursor: Any, table: str, key: str, changes: Mapping[str, str], pattern: Any) -> None:
    """Write one row for each document that was made and each row of the pattern."""
    columns = _columns(cursor, table)
    chosen = ", ".join(changes.get(name, f"one.{name}") for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    rows = f"(SELECT * FROM {table} WHERE {key} = '{pattern}' OFFSET 0) AS one"
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM made, {rows}".replace("%", "%%"), [])


def number(cursor: Any, kind: str, pattern: Any) -> None:
    """Give every document that has one its number, in the register of its year."""
    cursor.execute(
        """INSERT INTO registers_register (id, agency_id, kind, series, year, last_number)
        SELECT gen_random_uuid(), agency_id, %s, series, y, 99999 FROM registers_register,
        (SELECT DISTINCT year AS y FROM made) AS years WHERE id = (SELECT register_id FROM registers_numbertaken
        WHERE id = %s) ON CONFLICT (agency_id, kind, series, year) DO NOTHING""",
        [kind, pattern],
    )
    columns = _columns(cursor, "registers_numbertaken")
    chosen = ", ".join(NUMBERS.get(name, f"one.{name}") for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"""INSERT INTO registers_numbertaken ({names}) SELECT {chosen} FROM made
        JOIN registers_register AS book ON book.year = made.year AND book.kind = %s,
        (SELECT * FROM registers_numbertaken WHERE id = %s OFFSET 0) AS one
        WHERE made.so_far NOT IN ('draft', 'in_approval', 'approved', 'signed', 'arrived')""",
        [kind, pattern],
    )


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return [name for (name,) in cursor.fetchall()]
