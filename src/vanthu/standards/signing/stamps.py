"""Put the image of a handwritten signature or a seal into a PDF."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from vanthu.standards.signing.documents import AppendingWriter
from vanthu.standards.signing.errors import ImageUnusable
from vanthu.standards.signing.forms import appearance

MAX_PIXELS = 4000


@dataclass(frozen=True)
class _Pixels:
    """An image taken apart: colours and opacity, compressed."""

    width: int
    height: int
    rgb: bytes
    alpha: bytes


def require_usable(png: bytes) -> None:
    """Check an image of a signature or seal before it is kept for signing; raises `ImageUnusable`."""
    _pixels(png)


@lru_cache(maxsize=8)
def _pixels(png: bytes) -> _Pixels:
    """Decode a PNG; kept, since the same seal goes on every document. Raises `ImageUnusable`."""
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as image:
            if max(image.width, image.height) > MAX_PIXELS:
                raise ImageUnusable(f"{image.size}")
            rgba = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ImageUnusable(repr(error)) from error
    alpha = rgba.getchannel("A")
    if 0 not in alpha.tobytes():
        raise ImageUnusable("no transparent pixel: the background is not transparent")
    return _Pixels(*rgba.size, zlib.compress(rgba.convert("RGB").tobytes(), 6), zlib.compress(alpha.tobytes(), 6))


def check_image(png: bytes) -> None:
    """Raise `ImageUnusable` unless this is a PNG with transparent background (ND30 PL I)."""
    _pixels(png)


def image_appearance(writer: AppendingWriter, png: bytes, width: float, height: float) -> generic.IndirectObject:
    """An appearance stream that shows the image as large as fits, centred, proportions kept."""
    pixels = _pixels(png)
    scale = min(width / pixels.width, height / pixels.height)
    w, h = pixels.width * scale, pixels.height * scale
    content = f"q {w:.3f} 0 0 {h:.3f} {(width - w) / 2:.3f} {(height - h) / 2:.3f} cm /Anh Do Q".encode()
    images = generic.DictionaryObject({pdf_name("/Anh"): _image(writer, pixels)})
    resources = generic.DictionaryObject({pdf_name("/XObject"): images})
    reference: generic.IndirectObject = writer.add_object(appearance(content, width, height, resources))
    return reference


def _image(writer: AppendingWriter, pixels: _Pixels) -> generic.IndirectObject:
    mask = _image_stream(pixels, "/DeviceGray", pixels.alpha)
    image = _image_stream(pixels, "/DeviceRGB", pixels.rgb)
    image[pdf_name("/SMask")] = writer.add_object(mask)
    reference: generic.IndirectObject = writer.add_object(image)
    return reference


def _image_stream(pixels: _Pixels, colours: str, data: bytes) -> generic.StreamObject:
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): generic.NumberObject(pixels.width),
            pdf_name("/Height"): generic.NumberObject(pixels.height),
            pdf_name("/ColorSpace"): pdf_name(colours),
            pdf_name("/BitsPerComponent"): generic.NumberObject(8),
            pdf_name("/Filter"): pdf_name("/FlateDecode"),
        },
        encoded_data=data,
    )
