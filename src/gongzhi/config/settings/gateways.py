"""What other systems are told and allowed."""

import os

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
