"""Packed JSON: compressed for who can read it, 304 for who has it."""

import gzip
import json

from django.test import RequestFactory

from gongzhi.kit.web import packed

ASK = RequestFactory()
DOCUMENT = {"名": ["x"] * 1000}


def test_compressed_or_plain_it_is_the_same_document():
    made = packed.pack(DOCUMENT)
    small = packed.answer(ASK.get("/", headers={"Accept-Encoding": "gzip, br"}), made)
    plain = packed.answer(ASK.get("/"), made)
    assert small["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(small.content)) == json.loads(plain.content) == DOCUMENT
    assert len(small.content) < len(plain.content) / 10
    assert "Accept-Encoding" in small["Vary"]


def test_who_has_it_is_told_so():
    made = packed.pack(DOCUMENT)
    tag = packed.answer(ASK.get("/"), made)["ETag"]
    again = packed.answer(ASK.get("/", headers={"If-None-Match": f'"other", {tag}'}), made)
    assert (again.status_code, again.content) == (304, b"")
    assert packed.pack({"名": []}).tag != tag


def test_what_is_fleeting_is_kept_by_nobody():
    small = packed.fleeting(ASK.get("/", headers={"Accept-Encoding": "gzip"}), DOCUMENT)
    assert small["Cache-Control"] == "no-store"
    assert json.loads(gzip.decompress(small.content)) == DOCUMENT
    short = packed.fleeting(ASK.get("/", headers={"Accept-Encoding": "gzip"}), {"a": 1})
    assert short.content == b'{"a":1}'
    assert "Content-Encoding" not in short
