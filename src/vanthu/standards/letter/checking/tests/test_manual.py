"""The manual and the rules tell the same."""

import re
from pathlib import Path

from vanthu.standards.letter.checking import RULES
from vanthu.standards.letter.checking.errors import SENTENCES
from vanthu.standards.letter.checking.tests.faults import FAULTS

ROOT = Path(__file__).parents[6]
CHECKING = Path(__file__).parents[1]


def test_the_table_in_the_manual_is_the_table_of_the_program() -> None:
    text = (ROOT / "docs" / "reference" / "quy-tac-the-thuc.md").read_text("utf-8")
    rows = re.findall(r"^\| `(TT-[\w-]+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    assert rows == [(r.code, r.severity.label, r.article, r.component, r.requirement) for r in RULES.values()]


def test_every_rule_is_used_by_some_check_and_every_code_used_is_a_rule() -> None:
    source = "\n".join(path.read_text("utf-8") for path in CHECKING.rglob("*.py") if "tests" not in path.parts)
    said = set(re.findall(r'"(TT-[A-Z0-9-]+)"', source))
    prefixes = set(re.findall(r'Style\(\s*"(TT-[A-Z-]+)"', source))
    made = {f"{prefix}-{end}" for prefix in prefixes for end in ("CO-CHU", "KIEU-CHU", "IN-HOA")}
    assert set(RULES) - said - made == set()
    assert said - set(RULES) - prefixes == set()


def test_every_refusal_is_in_the_manual() -> None:
    text = (ROOT / "docs" / "reference" / "errors" / "letter.md").read_text("utf-8")
    assert [code for code in SENTENCES if f"`{code}`" not in text] == []


def test_most_rules_have_a_planted_fault() -> None:
    planted = {code for fault in FAULTS for code in fault.codes}
    assert len(planted) > 0.7 * len(RULES)
