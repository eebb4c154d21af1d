"""Evidence that outlives the axis which gave it: leaves, Merkle tree, signed heads, receipts. All of it works offline.

merkle       the tree and the proofs of RFC 9162 §2.1
leaves       a fact as canonical JSON
heads        signed tree heads with an RFC 3161 time stamp
receipts     what the axis accepted and handed over, signed, with proofs
verification what a receipt or a head proves, and what not

Imported piece by piece: whoever only hashes leaves needs no signatures.
"""
