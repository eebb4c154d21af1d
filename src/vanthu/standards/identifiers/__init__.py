"""Mã định danh, mã văn bản, số và ký hiệu: parse, check, print.

Codes are checked loosely: the registry, not a pattern, says whether an agency exists.
"""

from vanthu.standards.identifiers.agency_codes import LEVEL1_GROUPS, AgencyCode, Form, is_agency_code
from vanthu.standards.identifiers.document_ids import document_id
from vanthu.standards.identifiers.notations import (
    COPY_TYPES,
    DOCUMENT_TYPES,
    MalformedCode,
    ParsedCode,
    code_text,
    notation_for_copy,
    notation_for_named_type,
    notation_for_official_letter,
    number_text,
    parse_code,
)

__all__ = [
    "COPY_TYPES",
    "DOCUMENT_TYPES",
    "LEVEL1_GROUPS",
    "AgencyCode",
    "Form",
    "MalformedCode",
    "ParsedCode",
    "code_text",
    "document_id",
    "is_agency_code",
    "notation_for_copy",
    "notation_for_named_type",
    "notation_for_official_letter",
    "number_text",
    "parse_code",
]
