"""Words into somebody else's .xlsx or .docx: ``{{字段编码}}`` is replaced by a value, and nothing in the file is ever run.

A paper comes from outside and is treated so: a ZIP of limited size, XML without entities or network, no macros, no
links to elsewhere. There is no template language: a placeholder is a word that is looked up, and that is all.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused

NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
SHARED = "xl/sharedStrings.xml"
PLACE = re.compile(r"\{\{\s*([^{}\s]{1,40})\s*\}\}")
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_UNPACKED, MOST_PARTS = 20 * 1024**2, 500
#: Kind of paper: its first part, the parts that hold words, and what holds a run of words there.
KINDS: dict[str, tuple[str, re.Pattern[str], tuple[str, ...], str]] = {
    "xlsx": (
        "xl/workbook.xml", re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml"), (f"{SPREADSHEET}si", f"{SPREADSHEET}is"),
        f"{SPREADSHEET}t",
    ),
    "docx": ("word/document.xml", re.compile(r"word/(document|header\d*|footer\d*)\.xml"), (f"{WORDS}p",), f"{WORDS}t"),
}  # fmt: skip
OUTSIDE = re.compile(r"(vbaProject\.bin|/activeX/|/embeddings/|/externalLinks/|\.bin$)", re.IGNORECASE)
Seen = Callable[[str], str]


def kind_of(name: str) -> str:
    """xlsx or docx, by the file's ending."""
    ending = name.rpartition(".")[2].lower()
    if ending not in KINDS:
        raise Refused(_("版式只收 .xlsx 和 .docx。"), field="file")
    return ending


def places(data: bytes, kind: str) -> list[str]:
    """The placeholders of a paper, each once, in their order."""
    found: dict[str, None] = {}

    def see(code: str) -> str:
        found[code] = None
        return ""

    _through(data, kind, see)
    return list(found)


def filled(data: bytes, kind: str, words: Mapping[str, str]) -> bytes:
    """The paper with its placeholders replaced; an unknown one stays as it is."""
    return _through(data, kind, lambda code: words.get(code, "{{" + code + "}}"))


def _through(data: bytes, kind: str, say: Seen) -> bytes:
    out, numbers = io.BytesIO(), {}
    with _opened(data, kind) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        wanted = KINDS[kind][1]
        content = {part.filename: book.read(part) for part in book.infolist()}
        if SHARED in content:
            root = _parsed(content[SHARED], kind)
            numbers = _numbers(root, say)
            content[SHARED] = _part(root, kind, say, {})
        for name, part in content.items():
            if wanted.fullmatch(name) and name != SHARED:
                part = _part(_parsed(part, kind), kind, say, numbers)  # noqa: PLW2901
            made.writestr(name, part)
    return out.getvalue()


def _numbers(root: Any, say: Seen) -> dict[str, str]:
    """Of a spreadsheet's strings: those that are one placeholder and become a number, so that it can be reckoned with."""
    found = {}
    for at, holder in enumerate(root.iter(f"{SPREADSHEET}si")):
        match = PLACE.fullmatch("".join(node.text or "" for node in holder.iter(f"{SPREADSHEET}t")).strip())
        if match and NUMBER.fullmatch(value := say(match.group(1))):
            found[str(at)] = value
    return found


def _opened(data: bytes, kind: str) -> zipfile.ZipFile:
    """The file as a ZIP of sane size that holds what its ending says.

    :raises Refused: otherwise.
    """
    wrong = Refused(_("这个文件打不开，或者不是真正的 .%s 文件。") % kind, field="file")
    try:
        book = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise wrong from None
    parts = book.infolist()
    if KINDS[kind][0] not in {part.filename for part in parts}:
        raise wrong
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(_("这个文件太大。"), field="file")
    if any(OUTSIDE.search(part.filename) for part in parts):
        raise Refused(_("版式里不能有宏、嵌入的对象和外部链接。"), field="file")
    return book


def _parsed(content: bytes, kind: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    wrong = Refused(_("这个文件打不开，或者不是真正的 .%s 文件。") % kind, field="file")
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise wrong from None
    if root.getroottree().docinfo.doctype:
        raise wrong
    return root


def _part(root: Any, kind: str, say: Seen, numbers: Mapping[str, str]) -> bytes:
    from lxml import etree

    _first, _parts, holders, text = KINDS[kind]
    for holder in root.iter(*holders):
        _replace([node for node in holder.iter(text) if _nearest(node, holders) is holder], say)
    for cell in root.iter(f"{SPREADSHEET}c") if numbers else ():
        value = cell.find(f"{SPREADSHEET}v")
        if cell.get("t") == "s" and value is not None and value.text in numbers:
            del cell.attrib["t"]
            value.text = numbers[value.text]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _nearest(node: Any, holders: tuple[str, ...]) -> Any:
    return next((one for one in node.iterancestors() if one.tag in holders), None)


def _replace(nodes: list[Any], say: Seen) -> None:
    """Word processors cut a placeholder into several runs: the value goes where it begins, the rest is taken out."""
    whole = "".join(node.text or "" for node in nodes)
    for match in reversed(list(PLACE.finditer(whole))):
        _put(nodes, match.start(), match.end(), say(match.group(1)))


def _put(nodes: list[Any], start: int, end: int, value: str) -> None:
    at, written = 0, False
    for node in nodes:
        text = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            node.text = text[:first] + ("" if written else value) + text[last:]
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            written = True
        at += len(text)
