"""TXT records of the DNS, in which senders publish the keys of their DKIM signatures."""

from __future__ import annotations

import dns.exception
import dns.resolver


def txt(name: bytes, timeout: int = 5) -> bytes | None:
    """Return the record of a name, None when there is none; raises OSError when nobody can be asked."""
    try:
        answers = dns.resolver.resolve(name.decode("ascii", "replace"), "TXT", lifetime=timeout)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return None
    except dns.exception.DNSException as error:
        raise OSError(str(error)) from error
    return next((b"".join(answer.strings) for answer in answers), None)
