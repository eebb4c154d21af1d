"""From pages to components: what is not recognised stays unrecognised, nothing is guessed."""

from vanthu.standards.letter.checking.recognising.whole import recognise

__all__ = ["recognise"]
