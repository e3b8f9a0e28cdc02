"""Patterns of personal numbers in running text: mobile telephones and identity numbers of the mainland."""

import re

MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
IDENTITY = re.compile(
    r"(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
THING = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])")


def personal_number(text: str) -> str:
    """The first such number in the text, or "". The id of a thing (a UUID) is none, whatever its digits look like."""
    said = THING.sub(" ", text)
    found = IDENTITY.search(said) or MOBILE.search(said)
    return found.group() if found else ""


def without_numbers(text: str) -> str:
    """The text with each such number covered, for eyes that do not need it."""
    return MOBILE.sub(_covered, IDENTITY.sub(_covered, text))


def _covered(found: re.Match[str]) -> str:
    number = found.group()
    return number[:3] + "*" * (len(number) - 5) + number[-2:]
