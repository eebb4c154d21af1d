"""The verdict in an evidence file as a page for people: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from vanthu.standards.evidence_file.statement import Statement
from vanthu.standards.signing.findings import Outcome, SignatureFinding
from vanthu.standards.signing.wording import lines_of, moment

_COLOURS = {
    Outcome.VALID: "#1b6e3c",
    Outcome.INVALID: "#a8201a",
    Outcome.UNKNOWN: "#8a5a00",
    Outcome.UNSIGNED: "#4a5568",
}
_STYLE = """
body{font:16px/1.5 "Times New Roman",Tinos,serif;color:#1a202c;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
.word{display:inline-block;color:#fff;padding:.2rem .7rem;border-radius:4px;font-weight:bold}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;
border-bottom:1px solid #cbd5e0;overflow-wrap:anywhere}th{width:32%;font-weight:normal;color:#4a5568}
footer{margin-top:2rem;color:#4a5568;font-size:.9rem}
"""
_BY = "theo danh sách tin cậy {} và dữ liệu thu hồi có trong tệp chứng cứ này (thư mục «tin-cay»)."
_HOW = (
    "Trang này chỉ để đọc. Muốn biết tệp chứng cứ có đúng không, hãy kiểm tra cả tệp (.asice) bằng lệnh "
    "«vanthu evidence verify» hoặc tại trang kiểm tra chữ ký số của cơ quan. "
)
_SEALED = "Chữ ký số của cơ quan lập tệp nằm ở mục META-INF/signature.p7s."
_STAMPED = (
    "Cơ quan lập KHÔNG ký số trên cả tệp này; chỉ có dấu thời gian (mục META-INF/timestamp.tst). Dấu thời gian chứng "
    "minh mọi thứ trong tệp đã có từ lúc ấy và còn nguyên, không chứng minh ai lập tệp. Chữ ký số trong chính văn bản "
    "chứng minh văn bản của ai, biên nhận của trục liên thông chứng minh việc gửi."
)


def page(statement: Statement, *, receipts: int, sealed: bool = True) -> str:
    """Return the page; everything that came from outside is escaped. `sealed`: an agency signs the whole file."""
    verdict = statement.verdict
    about = [*statement.about.items(), ("Tệp văn bản", statement.name), ("SHA-256 của tệp", statement.sha256)]
    parts = [
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>Kết luận về chữ ký số</title><style>{_STYLE}</style></head><body>",
        "<h1>Kết luận về chữ ký số của văn bản</h1>",
        f"<p>{escape(statement.agency)} lập lúc {moment(statement.made_at)}</p>",
        "" if sealed else f"<p>{_STAMPED}</p>",
        _word(verdict.outcome),
        _list([item.sentence for item in (*verdict.reasons, *verdict.notes)]),
        "<h2>Văn bản</h2>",
        _table(about),
        *(_signature(number, finding) for number, finding in enumerate(verdict.signatures, start=1)),
        "<h2>Kiểm tra thế nào</h2>",
        f"<p>Chữ ký được xét vào lúc {moment(verdict.checked_at)}, {_BY.format(escape(verdict.trust_version))}",
        f" Kèm {receipts} biên nhận của trục liên thông (thư mục «bien-nhan»)." if receipts else "",
        f"</p><p>{_HOW}{_SEALED if sealed else ''}</p>",
        f"<footer>Phần mềm đã kiểm tra: {escape(statement.verifier)}</footer></body></html>",
    ]
    return "".join(parts)


def _signature(number: int, finding: SignatureFinding) -> str:
    told = _list([item.sentence for item in finding.reasons])
    return f"<h2>Chữ ký {number}</h2>{_word(finding.outcome)}{_table(lines_of(finding))}{told}"


def _word(outcome: Outcome) -> str:
    return f'<p><span class="word" style="background:{_COLOURS[outcome]}">{outcome.label}</span></p>'


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = (f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows if value)
    return f"<table>{''.join(cells)}</table>"


def _list(sentences: list[str]) -> str:
    items = "".join(f"<li>{escape(one)}</li>" for one in dict.fromkeys(sentences))
    return f"<ul>{items}</ul>" if items else ""
