"""What other systems are told and allowed."""

import os
from email.utils import parseaddr

OPEN311_JURISDICTION = os.environ.get("GONGZHI_OPEN311_JURISDICTION", "")
"""A name for this city besides its area code; the jurisdiction is optional, a wrong one is 404."""
OPEN311_CONTACT = os.environ.get("GONGZHI_OPEN311_CONTACT", "12345")
OPEN311_KEY_SERVICE = os.environ.get(
    "GONGZHI_OPEN311_KEY_SERVICE", "gongzhi token USERNAME --scopes open311:write"
)
OPEN311_TEST_URL = os.environ.get("GONGZHI_OPEN311_TEST_URL", "")
"""Where a test city listens; empty: the same address as the real one."""
OPEN311_BATCH = frozenset(code for code in os.environ.get("GONGZHI_OPEN311_BATCH", "").split(",") if code)
"""Codes of services that answer a token instead of a number."""
OPEN311_CHARSET = os.environ.get("GONGZHI_OPEN311_CHARSET", "1") == "1"
"""``0`` leaves the charset out of content types, for old tools."""

SMTP_HOST = os.environ.get("GONGZHI_SMTP_HOST", "")
"""The mail server; empty: e-mail is no way of notices here."""
SMTP_SECURITY = os.environ.get("GONGZHI_SMTP_SECURITY", "starttls")
"""``starttls``, ``tls`` (from the first byte), or ``none`` (a server on this machine)."""
SMTP_PORT = int(os.environ.get("GONGZHI_SMTP_PORT") or {"tls": 465, "none": 25}.get(SMTP_SECURITY, 587))
SMTP_USER = os.environ.get("GONGZHI_SMTP_USER", "")
SMTP_PASSWORD = os.environ.get("GONGZHI_SMTP_PASSWORD", "")
SMTP_FROM = os.environ.get("GONGZHI_SMTP_FROM", "")
SMTP_FROM_ADDRESS = parseaddr(SMTP_FROM)[1]
SMTP_TIMEOUT = float(os.environ.get("GONGZHI_SMTP_TIMEOUT", "10"))
PUBLIC_URL = (os.environ.get("GONGZHI_URL") or os.environ.get("GONGZHI_ORIGINS", "").split(",")[0]).rstrip(
    "/"
)
"""How people reach the house, for links in what goes out of it; the first of ``GONGZHI_ORIGINS`` unless set."""
