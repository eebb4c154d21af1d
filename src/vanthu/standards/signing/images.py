"""Pictures for demonstrations: a handwritten signature in blue, a round seal in red, on transparent ground.

Plainly made by a program; a real office scans its own (ND30 PL I: blue signature, red seal in its real size, PNG).
"""

import math
import random
import unicodedata
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DPI = 300
SEAL_MM = 36.0
"""Outer diameter of a seal with one ring of text."""
BLUE = (24, 48, 160)
RED = (208, 28, 36)
FINE = 3
"""Everything is drawn this many times larger, then reduced: smooth edges."""

Point = tuple[float, float]


def seal_png(agency: str, above: str | None = None, *, diameter_mm: float = SEAL_MM) -> bytes:
    """A red seal: double ring, `above` (or the agency's name) along the top, the name along the bottom, a star.

    Texts are set in capitals and made smaller until they fit. 300 dots per inch, real size.
    """
    side = round(diameter_mm / 25.4 * DPI)
    big = side * FINE
    mask = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(mask)
    radius = big / 2
    for outer, width in ((0.985, 0.026), (0.935, 0.009), (0.60, 0.009)):
        edge = radius * (1 - outer)
        draw.ellipse((edge, edge, big - edge, big - edge), outline=255, width=round(radius * width))
    top, bottom = (above, agency) if above and above != agency else (agency, "MẪU THỬ NGHIỆM")
    _arc_text(mask, _capitals(top), radius * 0.765, start=-90.0, inward=True)
    _arc_text(mask, _capitals(bottom), radius * 0.765, start=90.0, inward=False)
    for angle in (180.0, 0.0):
        x, y = _on_circle(radius, radius * 0.765, angle)
        draw.polygon(_star(x, y, radius * 0.06), fill=255)
    draw.polygon(_star(radius, radius, radius * 0.36), fill=255)
    return _coloured(mask, RED, (side, side), _uneven_ink(side, agency))


def signature_png(name: str, *, width_mm: float = 42.0, height_mm: float = 20.0) -> bytes:
    """A blue scribble that begins with the person's initial and stays the same for the same name."""
    size = (round(width_mm / 25.4 * DPI), round(height_mm / 25.4 * DPI))
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE), 0)
    dice = random.Random(sha256(unicodedata.normalize("NFC", name).encode()).digest())
    for points, weight in _strokes(dice, *mask.size):
        _pen(mask, points, weight)
    return _coloured(mask, BLUE, size)


def _capitals(text: str) -> str:
    return unicodedata.normalize("NFC", text).upper()


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    data = (resources.files("vanthu.standards.letter") / "fonts" / "Tinos-Bold.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(data), size)


def _on_circle(centre: float, radius: float, angle: float) -> Point:
    return centre + radius * math.cos(math.radians(angle)), centre + radius * math.sin(math.radians(angle))


def _star(x: float, y: float, radius: float) -> list[Point]:
    return [
        (x + r * math.sin(math.pi * k / 5), y - r * math.cos(math.pi * k / 5))
        for k, r in enumerate([radius, radius * 0.382] * 5)
    ]


def _arc_text(mask: Image.Image, text: str, radius: float, *, start: float, inward: bool) -> None:
    """Set a line of text along a circle around `start` degrees; feet towards the centre if `inward`."""
    room = math.radians(158) * radius
    size = round(radius * 0.205)
    while size > 8 and _length(text, size) > room:
        size -= 1
    font, middle = _font(size), mask.width / 2
    spread = min(1.35, room / _length(text, size))
    turn = 1 if inward else -1
    travelled = -_length(text, size) * spread / 2
    for char in text:
        advance = font.getlength(char) * spread
        angle = start + turn * math.degrees((travelled + advance / 2) / radius)
        travelled += advance
        x, y = _on_circle(middle, radius, angle)
        _stamp(mask, _letter(char, font, size).rotate(-(angle + 90 * turn), Image.Resampling.BICUBIC), x, y)


def _length(text: str, size: int) -> float:
    font = _font(size)
    return sum(font.getlength(char) for char in text)


def _letter(char: str, font: ImageFont.FreeTypeFont, size: int) -> Image.Image:
    """One letter, its capital height centred: marks above and below must not shift it."""
    side = size * 3
    image = Image.new("L", (side, side), 0)
    ImageDraw.Draw(image).text((side / 2, side / 2 + size * 0.33), char, font=font, fill=255, anchor="ms")
    return image


def _stamp(mask: Image.Image, letter: Image.Image, x: float, y: float) -> None:
    place = (round(x - letter.width / 2), round(y - letter.height / 2))
    mask.paste(255, (*place, place[0] + letter.width, place[1] + letter.height), letter)


def _uneven_ink(side: int, key: str) -> Image.Image:
    """Lighter and darker spots, as rubber leaves them on paper."""
    dice = random.Random(sha256(key.encode()).digest())
    grain = Image.frombytes("L", (64, 64), dice.randbytes(64 * 64)).resize((side, side), Image.Resampling.BICUBIC)
    return grain.filter(ImageFilter.GaussianBlur(3)).point([min(255, 205 + value // 3) for value in range(256)])


def _coloured(
    mask: Image.Image, colour: tuple[int, int, int], size: tuple[int, int], ink: Image.Image | None = None
) -> bytes:
    """The mask as opacity over one colour, reduced to its final size."""
    opacity = mask.resize(size, Image.Resampling.BOX)
    image = Image.new("RGBA", size, (*colour, 0))
    image.putalpha(ImageChops.multiply(opacity, ink) if ink else opacity)
    out = BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


def _strokes(dice: random.Random, width: int, height: int) -> list[tuple[list[Point], float]]:
    """A tall initial loop, a running line of smaller waves, a long flourish beneath."""
    w, h = float(width), float(height)

    def jitter(value: float, by: float) -> float:
        return value + dice.uniform(-by, by)

    initial = [(0.10, 0.62), (0.14, 0.12), (0.25, 0.08), (0.20, 0.55), (0.13, 0.80), (0.22, 0.60), (0.30, 0.42)]
    waves, x = [(0.30, 0.42)], 0.30
    for index in range(dice.randint(5, 8)):
        x += dice.uniform(0.055, 0.085)
        waves.append((x, jitter(0.40 if index % 2 else 0.62, 0.09)))
    waves += [(min(0.90, x + 0.08), jitter(0.22, 0.08)), (min(0.95, x + 0.14), jitter(0.48, 0.08))]
    flourish = [
        waves[-1],
        (0.70, 0.80),
        (0.30, jitter(0.86, 0.05)),
        (0.16, 0.74),
        (0.45, 0.66),
        (0.94, jitter(0.60, 0.06)),
    ]
    lines = [[(jitter(px, 0.035) * w, jitter(py, 0.06) * h) for px, py in initial[:-1]] + [(0.30 * w, 0.42 * h)]]
    lines += [[(px * w, py * h) for px, py in line] for line in (waves, flourish)]
    return [(line, h * weight) for line, weight in zip(lines, (0.026, 0.021, 0.018), strict=True)]


def _pen(mask: Image.Image, points: list[Point], weight: float) -> None:
    """A curve through the points, thicker downwards and thinner upwards like a fountain pen's."""
    draw = ImageDraw.Draw(mask)
    curve = _smooth(points)
    for (x0, y0), (x1, y1) in pairwise(curve):
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        r = weight / 2 * (0.75 + 0.45 * max(0.0, (y1 - y0) / length))
        draw.ellipse((x1 - r, y1 - r, x1 + r, y1 + r), fill=255)


def _smooth(points: list[Point], steps: int = 160) -> list[Point]:
    """Catmull-Rom through all points."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*curve, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
