"""What the letter package refuses, each with a stable code and a sentence a clerk can read."""


class LetterError(Exception):
    """A letter that cannot be made or read; `sentence` is Vietnamese and says what to do."""

    code = "letter"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class LetterRefused(LetterError):
    """The data of the letter cannot be printed in the prescribed form."""

    code = "letter.refused"


class BodyRefused(LetterRefused):
    """The stored or submitted text is not of the known form; `block` is the place of the block, from 1."""

    code = "letter.body_refused"

    def __init__(self, sentence: str, *, block: int | None = None) -> None:
        super().__init__(sentence)
        self.block = block


class ImageRefused(LetterRefused):
    """A picture that is none, is too large, or is not among the pictures of the letter."""

    code = "letter.image_refused"


class PlacesNotFound(LetterError):
    """An uploaded PDF does not show where number, date or signature belong; `missing` names the slots."""

    code = "letter.places_not_found"

    def __init__(self, sentence: str, *, missing: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.missing = missing


class FontIncomplete(LetterError):
    """A face that came with the program is absent or lacks Vietnamese letters; nothing may be printed with it."""

    code = "letter.font_incomplete"
