"""Bản sao: sao y, sao lục, trích sao, from the wish to the copy that is kept, entered and sent (ND30-A25…A27)."""
