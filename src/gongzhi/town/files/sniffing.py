"""What an upload really is: told by its bytes, never by its name. Photos are made anew, documents only looked at."""

import io
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from gongzhi.kit.flow import Refused

JPEG, PDF = "image/jpeg", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDING = {JPEG: ".jpg", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx"}
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000
MOST_UNPACKED = 200 * 1024 * 1024
SMALL_SIDE = 320  # pixels
QUALITY = 85


@dataclass(frozen=True)
class Content:
    """The bytes to keep, what they are, and for a photo a small one."""

    data: bytes
    media_type: str
    small: bytes | None = None


def examine(data: bytes, longest_side: int) -> Content:
    """Tell what it is and make it harmless.

    :param longest_side: pixels of a photo's longer side at most.
    :raises Refused: neither a photo nor a document that is taken, or a dangerous one.
    """
    if (
        data[:3] == b"\xff\xd8\xff"
        or data[:8] == b"\x89PNG\r\n\x1a\n"
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    ):
        return _photo(data, longest_side)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise Refused(
            _("手机的 HEIC 照片暂不能用，请在相机设置里选“兼容性最佳”，或转成 JPG 再传。"), field="file"
        )
    if data[:5] == b"%PDF-":
        return Content(data, PDF)
    if data[:4] == b"PK\x03\x04":
        return Content(data, _office(data))
    raise Refused(_("只能上传照片（JPG、PNG、WebP）或文件（PDF、DOCX、XLSX）。"), field="file")


def _photo(data: bytes, longest_side: int) -> Content:
    """Decoded and encoded again: no EXIF, no place, no trailing bytes; upright."""
    try:
        with Image.open(io.BytesIO(data), formats=PHOTO_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(_("照片的像素太多，请缩小后再传。"), field="file")
            opened.draft("RGB", (longest_side, longest_side))
            upright = ImageOps.exif_transpose(opened)
            plain = _on_white(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise Refused(_("这张照片打不开，可能没有传完，请重新拍照或选择。"), field="file") from wrong
    plain.thumbnail((longest_side, longest_side))
    small = plain.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Content(_encoded(plain), JPEG, _encoded(small))


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which JPEG does not have."""
    if image.mode in ("RGBA", "LA", "P", "PA"):
        layered = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(layered, mask=layered.getchannel("A"))
        return white
    return image.convert("RGB")


def _encoded(image: Image.Image) -> bytes:
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _office(data: bytes) -> str:
    """A Word or Excel file without macros that does not swell when unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {part.filename.lower() for part in packed.infolist()}
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as wrong:
        raise Refused(_("这个文件打不开，请重新保存后再传。"), field="file") from wrong
    if unpacked > MOST_UNPACKED:
        raise Refused(_("这个文件展开后太大，不能上传。"), field="file")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused(_("文件里有宏，请另存为不带宏的文件再传。"), field="file")
    if "[content_types].xml" in names and "word/document.xml" in names:
        return DOCX
    if "[content_types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    raise Refused(_("压缩包不能上传；文件请用 PDF、DOCX 或 XLSX。"), field="file")
