"""JSON that many ask for and that seldom changes: packed once, sent compressed, and answered 304 to whoever has it."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

LEAST = 1400  # bytes; what fits one packet is sent as it is


@dataclass(frozen=True)
class Packed:
    """A document compressed, with the tag of its content."""

    zipped: bytes
    tag: str


def pack(document: Any, *, level: int = 6) -> Packed:
    """``document`` as compact JSON."""
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    tag = quote_etag(hashlib.sha256(plain).hexdigest()[:20])
    return Packed(gzip.compress(plain, level, mtime=0), tag)


def answer(request: HttpRequest, packed: Packed) -> HttpResponse:
    """The document, or 304 if the browser's copy is the same. Asked again each time, kept by that browser alone."""
    if packed.tag in parse_etags(request.headers.get("If-None-Match", "")):
        said = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        said = HttpResponse(
            packed.zipped, content_type="application/json", headers={"Content-Encoding": "gzip"}
        )
    else:
        said = HttpResponse(gzip.decompress(packed.zipped), content_type="application/json")
    said["ETag"], said["Cache-Control"] = packed.tag, "private, no-cache"
    patch_vary_headers(said, ["Accept-Encoding", "Cookie"])
    return said


def fleeting(request: HttpRequest, document: Any) -> HttpResponse:
    """The same for what is different each time: compressed if it is long, kept by nobody."""
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    said = HttpResponse(plain, content_type="application/json")
    if len(plain) > LEAST and "gzip" in request.headers.get("Accept-Encoding", ""):
        said.content = gzip.compress(plain, 4, mtime=0)
        said["Content-Encoding"] = "gzip"
    said["Cache-Control"] = "no-store"
    patch_vary_headers(said, ["Accept-Encoding", "Cookie"])
    return said
