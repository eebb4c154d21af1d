"""A small public key infrastructure for development and demonstration, shaped like that of the Government's CA.

A root, one issuing CA for people and one for agencies, a time-stamping authority, an OCSP responder, revocation
lists. Its keys lie unencrypted on disk and its names say "thử nghiệm": never to be trusted in production.
"""

from vanthu.standards.signing.pki.folder import Pki, init
from vanthu.standards.signing.pki.serving import serve
from vanthu.standards.signing.pki.spec import Holder, Spec

__all__ = ["Holder", "Pki", "Spec", "init", "serve"]
