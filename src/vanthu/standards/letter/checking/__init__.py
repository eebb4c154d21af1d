"""Kiểm tra thể thức: what departs from ND30 Phụ lục I and II in a PDF or DOCX, rule by rule, with place and remedy."""

from vanthu.standards.letter.checking.errors import CheckRefused
from vanthu.standards.letter.checking.files import check_file
from vanthu.standards.letter.checking.kinds import DocumentKind
from vanthu.standards.letter.checking.model import Component, Finding, Place, Report, Severity, as_json
from vanthu.standards.letter.checking.rulebook import RULES, Rule
from vanthu.standards.letter.checking.running import check_pdf, report_on_pdf

__all__ = [
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
    "check_pdf",
    "report_on_pdf",
]
