"""Search over the guide: a hundred short texts in memory, by pairs of characters with an exact recheck."""

from dataclasses import dataclass
from functools import cache

from gongzhi.config.help import pages
from gongzhi.kit.search import bigrams, words_of

AROUND = 36  # characters before and after the first hit
MOST = 30


@dataclass(frozen=True)
class Text:
    """A page's beginning (``number`` 0) or one of its steps."""

    page: str
    step: str
    number: int
    url: str
    plain: str
    low: str
    pairs: frozenset[str]


@dataclass(frozen=True)
class Found:
    page: str
    step: str
    url: str
    words: str


@cache
def texts(tongue: str) -> tuple[Text, ...]:
    """Everything that can be found in a language."""
    made = []
    for slug in (*pages.TOURS, *pages.TOPICS):
        page = pages.read(tongue, slug)
        made.append(_text(page, "", 0, page.plain))
        made += [_text(page, step.title, n, step.plain) for n, step in enumerate(page.steps, 1)]
    return tuple(made)


def _text(page: pages.Page, step: str, number: int, plain: str) -> Text:
    low = " ".join((page.title, step, plain)).lower()
    url = f"{page.url}#step-{number}" if number else page.url
    return Text(page.title, step, number, url, plain, low, frozenset(bigrams(low)))


def found(query: str) -> list[Found]:
    """Where all words of the query stand, titles first. Raises Refused for a word of one character."""
    words = words_of(query)
    hits = [
        text
        for text in texts(pages.language())
        if all(text.pairs.issuperset(_sure(word)) and word in text.low for word in words)
    ]
    hits.sort(key=lambda text: not any(word in f"{text.page} {text.step}".lower() for word in words))
    return [Found(text.page, text.step, text.url, _around(text.plain, words)) for text in hits[:MOST]]


def _sure(word: str) -> list[str]:
    """The Chinese pairs of a word; a Latin word may be the beginning of a longer one, which only the recheck sees."""
    return [pair for pair in bigrams(word) if not pair.isascii()]


def _around(plain: str, words: list[str]) -> str:
    at = max((plain.lower().find(word) for word in words), default=0)
    begin, end = max(at - AROUND, 0), max(at, 0) + AROUND
    return ("…" if begin else "") + plain[begin:end] + ("…" if end < len(plain) else "")
