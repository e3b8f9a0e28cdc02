"""The key ring: a file apart from database and backups, with the keys that wrap subjects' keys.

Shape: ``{"current": "k1", "keys": {"k1": {"cipher": "AES-256-GCM", "key": base64}}, "pepper": base64,
"signing": base64}``. A new key is added by ``rotate``; old ones stay until everything is wrapped anew.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SIZES = {"AES-256-GCM": 32, "SM4-GCM": 16}


def _fresh(cipher: str) -> dict[str, str]:
    return {"cipher": cipher, "key": base64.b64encode(secrets.token_bytes(SIZES[cipher])).decode()}


def make(path: Path, cipher: str = "AES-256-GCM") -> None:
    """Write a new ring, readable by its owner only; never over an existing one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ring = {
        "current": "k1",
        "keys": {"k1": _fresh(cipher)},
        "pepper": base64.b64encode(secrets.token_bytes(32)).decode(),
        "signing": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(ring, file)


def rotate(path: Path, cipher: str = "AES-256-GCM") -> str:
    """Add a key and make it current; returns its name. Values sealed before stay readable."""
    ring = json.loads(path.read_text())
    name = f"k{len(ring['keys']) + 1}"
    ring["keys"][name], ring["current"] = _fresh(cipher), name
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(ring, file)
    fresh.replace(path)
    _read.cache_clear()
    return name


@cache
def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        make(path)
    return json.loads(path.read_text())


def _ring() -> dict[str, Any]:
    return _read(Path(settings.KEY_RING))


def current() -> str:
    """The name of the key that wraps from now on."""
    return _ring()["current"]


def encrypt(cipher: str, key: bytes, plain: bytes) -> bytes:
    """Nonce (12 bytes), text and tag (16 bytes) under AES-256-GCM or SM4-GCM."""
    nonce = secrets.token_bytes(12)
    if cipher == "AES-256-GCM":
        return nonce + AESGCM(key).encrypt(nonce, plain, None)
    work = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    return nonce + work.update(plain) + work.finalize() + work.tag


def decrypt(cipher: str, key: bytes, sealed: bytes) -> bytes:
    """The reverse; raises cryptography's InvalidTag when anything was changed."""
    nonce, text = sealed[:12], sealed[12:]
    if cipher == "AES-256-GCM":
        return AESGCM(key).decrypt(nonce, text, None)
    work = Cipher(algorithms.SM4(key), modes.GCM(nonce, text[-16:])).decryptor()
    return work.update(text[:-16]) + work.finalize()


def wrap(key: bytes) -> tuple[str, bytes]:
    """A subject's key under the current one: (name of the ring's key, wrapped bytes)."""
    name = current()
    row = _ring()["keys"][name]
    return name, encrypt(row["cipher"], base64.b64decode(row["key"]), key)


def unwrap(name: str, wrapped: bytes) -> bytes:
    row = _ring()["keys"][name]
    return decrypt(row["cipher"], base64.b64decode(row["key"]), wrapped)


def cipher() -> str:
    return _ring()["keys"][current()]["cipher"]


def keyed_hash(value: str, purpose: str) -> str:
    """A keyed hash (HMAC-SHA-256, hex): for codes, tokens and the blind index."""
    pepper = base64.b64decode(_ring()["pepper"])
    return hmac.new(pepper, f"{purpose}\x00{value}".encode(), hashlib.sha256).hexdigest()


def signing_key() -> Ed25519PrivateKey:
    """The key that signs the journal's daily heads."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(_ring()["signing"]))
