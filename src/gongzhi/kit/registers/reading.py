"""Files read: .xlsx by calamine, .csv in UTF-8 or GB 18030; the heading row found, blank rows left out."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused

MOST_BYTES = 60 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_ROWS = 500_000
HEADING_WITHIN = 10  # rows: many exports put a title above the headings


@dataclass(frozen=True)
class Sheet:
    """The headings as written, and the rows below with their number in the file (from 1)."""

    headings: tuple[str, ...]
    rows: list[tuple[int, Sequence[Any]]]
    sha256: str


def read(path: Path, known: set[str]) -> Sheet:
    """Read a file whose heading row is, of the first rows, the one with most of the ``known`` headings.

    :raises Refused: not readable, too big, or no heading row.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Refused(_("文件太大，最多 60 MB，请分几份导入。"), field="file")
    content = path.read_bytes()
    rows = list(_numbered(_csv(content) if path.suffix.lower() == ".csv" else _xlsx(content)))
    best = max(rows[:HEADING_WITHIN], key=lambda row: _matches(row[1], known), default=None)
    if best is None or not _matches(best[1], known):
        raise Refused(_("没有找到列名，请用本登记簿的模板，或先对照列名。"), field="file")
    headings = tuple(str(cell).strip() for cell in best[1])
    below = [row for row in rows if row[0] > best[0]]
    return Sheet(headings, below, hashlib.sha256(content).hexdigest())


def _matches(cells: Sequence[Any], known: set[str]) -> int:
    return len({str(cell).strip() for cell in cells} & known)


def _numbered(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows that hold anything, with their number."""
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise Refused(_("行数太多，最多 50 万行，请分几份导入。"), field="file")
        if any(cell not in ("", None) for cell in cells):
            yield number, cells


def _xlsx(content: bytes) -> Iterator[Sequence[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if zipfile.is_zipfile(io.BytesIO(content)):
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
        if unpacked > MOST_UNPACKED:
            raise Refused(_("文件展开后太大，请分几份导入。"), field="file")
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        yield from sheet.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile) as wrong:
        raise Refused(_("打不开这个文件：请用 .xlsx 或 .csv，去掉密码后再试。"), field="file") from wrong


def _csv(content: bytes) -> Iterator[Sequence[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from csv.reader(io.StringIO(text, newline=""))
        return
    raise Refused(_("看不懂文件的编码，请另存为 UTF-8 的 .csv 或 .xlsx。"), field="file")
