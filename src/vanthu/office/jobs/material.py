"""What the office keeps to judge certificates by: revocation lists, OCSP answers, lists of the CAs.

Addresses come from the settings alone. Judging itself reads what lies here and asks nobody.
"""

from __future__ import annotations

import logging
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from vanthu.office.jobs import answers, crls, lists
from vanthu.office.jobs.fetching import Fetcher
from vanthu.office.signatures import queries as signatures
from vanthu.standards.signing import Trust
from vanthu.standards.signing.errors import TrustUnreadable
from vanthu.standards.signing.trust import CRLS, LISTS, OCSP

log = logging.getLogger("vanthu.jobs")

MOST_VERDICTS, MOST_SEEN = 500, 200
"""Of a round: certificates of received files are asked about as long as there are not too many of them."""


def refresh(*, at: datetime) -> int:
    """Fetch all of it; return 0 however much was new: the next round is due after the usual rest."""
    signing = settings.OFFICE.signing
    urls = (*signing.crl_urls, *signing.ocsp_urls, *signing.trust_list_urls)
    fetcher = Fetcher.for_urls(urls, signing.private_hosts)
    crls.refresh(signing.crl_urls, signing.trust_dir / CRLS, fetcher)
    lists.refresh(signing.trust_list_urls, signing.trust_dir / LISTS, fetcher)
    if signing.ocsp_urls:
        _refresh_answers(fetcher, at=at)
    return 0


def _refresh_answers(fetcher: Fetcher, *, at: datetime) -> None:
    signing = settings.OFFICE.signing
    try:
        trust = Trust.from_dir(signing.trust_dir)
    except TrustUnreadable as error:
        log.warning("nobody is asked about certificates: %s", error)
        return
    authorities = [_parsed(one) for one in (*trust.anchors, *trust.intermediates)]
    seen = _seen(at)
    # Whatever an authority issued to an authority is asked about too: a chain holds only where each of it is known.
    known = {one.fingerprint(SHA256()): one for one in (*signatures.certificates_in_use(), *authorities, *seen)}
    folder, allowed = signing.trust_dir / OCSP, frozenset(signing.ocsp_urls)
    answers.refresh(known.values(), authorities, folder, fetcher, allowed=allowed, at=at)


def _seen(at: datetime) -> list[x509.Certificate]:
    """Certificates of received files about which a verdict is open: the newest first, not more than so many.

    They were read out of anybody's files. Asked about is only what an authority of ours has signed, at a responder of
    the settings: a file can neither name whom to ask nor make us ask about what it made up.
    """
    open_ones = signatures.unsettled_verdicts(since=at - signatures.UNSETTLED_FOR, limit=MOST_VERDICTS)
    return [one for kept in open_ones for one in signatures.unheard(kept)][:MOST_SEEN]


def _parsed(certificate: asn1_x509.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())
