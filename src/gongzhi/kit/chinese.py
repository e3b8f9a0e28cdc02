"""Chinese text in order: lists sort by a stored key of the reading (columns ``COLLATE "C"``)."""

from functools import lru_cache


@lru_cache(maxsize=50_000)
def sort_key(text: str, length: int = 200) -> str:
    """The reading without tones, syllables apart: 南岭街道 -> ``nan ling jie dao``; other signs as they are."""
    from pypinyin import lazy_pinyin  # a quarter of a second to import: only where something is written

    return " ".join(lazy_pinyin(text))[:length]
