"""Kiểm tra thể thức: what departs from ND30 Phụ lục I and II in a PDF or DOCX, rule by rule, with place and remedy."""

from vanthu.standards.letter.checking.converting import to_pdf
from vanthu.standards.letter.checking.docx import has_macros, require_docx
from vanthu.standards.letter.checking.errors import CheckRefused
from vanthu.standards.letter.checking.files import check_file, report_on_docx
from vanthu.standards.letter.checking.isolation import check_isolated
from vanthu.standards.letter.checking.kinds import DocumentKind
from vanthu.standards.letter.checking.model import Component, Finding, Place, Report, Severity, as_json
from vanthu.standards.letter.checking.rulebook import EDITION, RULES, Rule
from vanthu.standards.letter.checking.running import check_pdf, report_on_pdf
from vanthu.standards.letter.checking.threats import threats_in

__all__ = [
    "EDITION",
    "RULES",
    "CheckRefused",
    "Component",
    "DocumentKind",
    "Finding",
    "Place",
    "Report",
    "Rule",
    "Severity",
    "as_json",
    "check_file",
    "check_isolated",
    "check_pdf",
    "has_macros",
    "report_on_docx",
    "report_on_pdf",
    "require_docx",
    "threats_in",
    "to_pdf",
]
