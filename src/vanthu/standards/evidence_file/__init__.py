"""A document with everything that proves it, in one signed file that a stranger can check: ASiC-E with CAdES.

An evidence file is a ZIP (ETSI EN 319 162-1): the document, the verdict on its signatures, the certificates and
revocation data that verdict rests on, receipts of the axis with the packages they speak of; a manifest with the digest
of each, and the agency's CAdES signature over the manifest, with a time stamp where there is an authority for it; or,
where no key of the agency signs such files, a time stamp over the manifest alone.

container    the ZIP: written in one form, read only in that form
manifest     ASiCManifest.xml: which entries, which digests
statement    what the agency says: of which document, what was found, when
page         the same as a page for people
making       begin (what is to be signed), complete (signature and time stamp put in)
renewing     a further time stamp over all of it, before the one it has ages
outside      judge the signature or the time stamp over the manifest
checking     what an evidence file proves; `isolation.check_isolated` does it in a confined process

Imported piece by piece, as `vanthu.standards.evidence` is.
"""
