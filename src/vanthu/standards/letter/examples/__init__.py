"""One realistic document of each of the 29 types, for tests, the manual and whoever lays out documents.

Names of persons and figures are invented; "quyet_dinh_gian_tiep" shows mẫu 1.3 beside "quyet_dinh", mẫu 1.2.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from vanthu.standards.letter.examples import agreements, correspondence, enactments, papers, plans, reports
from vanthu.standards.letter.model import Letter

_MAKERS = (
    enactments.resolution,
    enactments.decision,
    enactments.directive,
    enactments.rules,
    enactments.provisions,
    reports.communique,
    reports.announcement,
    plans.guidance,
    plans.programme,
    plans.plan,
    plans.scheme,
    plans.proposal,
    plans.project,
    reports.report,
    reports.minutes,
    reports.submission,
    agreements.contract,
    correspondence.official_letter,
    correspondence.telegram,
    agreements.memorandum,
    agreements.accord,
    papers.power_of_attorney,
    papers.invitation,
    papers.introduction,
    papers.leave,
    correspondence.dispatch_slip,
    correspondence.transfer_slip,
    correspondence.notice_slip,
    correspondence.open_letter,
)


@cache
def examples() -> Mapping[str, Letter]:
    """One document a type by the key of its type, in the order of ND30-A7, and "quyet_dinh_gian_tiep" (mẫu 1.3)."""
    made = {letter.kind: letter for letter in (maker() for maker in _MAKERS)}
    return MappingProxyType(made | {"quyet_dinh_gian_tiep": enactments.decision_with_regulation()})
