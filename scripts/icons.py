"""Draw the icons of the installed office as PNG from the same shapes as web/mark.svg.

`python scripts/icons.py` writes them; they are kept in the repository, so that nobody needs to draw.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

PLACE = Path(__file__).parents[1] / "src" / "vanthu" / "office" / "web" / "static" / "web"
BLUE, WHITE, RED = "#15599f", "#ffffff", "#c62828"
GRID = 32
"""Units of the drawing on each side, as in the SVG."""
FINE = 4
"""Drawn so many times larger and made smaller, for smooth edges."""


def icon(size: int, *, maskable: bool) -> Image.Image:
    """Return the mark; a maskable one is blue to its edges, with the sheet inside the circle that always shows."""
    unit = size * FINE / GRID
    picture = Image.new("RGBA", (size * FINE, size * FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    edge = (0, 0, size * FINE - 1, size * FINE - 1)
    pen.rectangle(edge, BLUE) if maskable else pen.rounded_rectangle(edge, 6 * unit, BLUE)
    scale = 0.78 if maskable else 1.0

    def at(x: float, y: float) -> tuple[float, float]:
        return ((x - 16) * scale + 16) * unit, ((y - 16) * scale + 16) * unit

    pen.polygon([at(9, 7), at(19, 7), at(23, 11), at(23, 25), at(9, 25)], WHITE)
    width = round(1.6 * scale * unit)
    for y, end in ((13, 20), (16.5, 20)):
        pen.line([at(12, y), at(end, y)], BLUE, width)
    centre, radius = at(19.5, 21.5), 4.4 * scale * unit
    box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    pen.ellipse(box, outline=RED, width=width)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write every icon."""
    for name, size, maskable in (
        ("app-192.png", 192, False),
        ("app-512.png", 512, False),
        ("app-maskable-512.png", 512, True),
    ):
        icon(size, maskable=maskable).save(PLACE / name, optimize=True)


if __name__ == "__main__":
    main()
