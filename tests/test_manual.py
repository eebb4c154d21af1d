"""What the manual promises is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "vanthu"
DOCS = ROOT / "docs"


def glossary_names() -> list[str]:
    rows = (DOCS / "reference" / "glossary.md").read_text("utf-8").splitlines()
    return [match[1] for row in rows if (match := re.match(r"^\|[^|]+\| `(\w+)` \|", row))]


def all_source() -> str:
    return "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def test_every_name_of_the_glossary_is_used_in_the_source() -> None:
    source, names = all_source(), glossary_names()
    assert len(names) > 20
    assert [name for name in names if not re.search(rf"\b{name}\b", source)] == []


def test_a_link_in_the_manual_leads_to_a_page_that_exists() -> None:
    broken = []
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        if "_build" in page.parts:
            continue
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert broken == []


def test_the_files_named_in_the_guide_for_contributors_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = [path for path in re.findall(r"`((?:src|docs)/[\w./-]+\.(?:py|md))`", text) if "<" not in path]
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_nothing_in_the_repository_names_a_machine_or_a_package_mirror() -> None:
    words = re.compile("/" + "work/|/" + "root/\\.|" + "opt/" + "pypi")
    own = [
        *ROOT.glob("*.md"),
        *SOURCE.rglob("*.py"),
        *DOCS.rglob("*.md"),
        *(ROOT / "tests").rglob("*.py"),
        ROOT / "Makefile",
    ]
    assert [str(path) for path in own if words.search(path.read_text("utf-8"))] == []
