"""What is measured of pages: how many, how long, by door (URL name), method and status class."""

from prometheus_client import Counter, Histogram

ANSWERS = Counter("gongzhi_answers_total", "Answers sent", ["door", "method", "status"])
SECONDS = Histogram(
    "gongzhi_answer_seconds",
    "Seconds from request to answer",
    ["door"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5),
)


def count(door: str, method: str, status: int, seconds: float) -> None:
    """One answer; ``door`` is the URL name, never a path, so that no number of a case becomes a label."""
    ANSWERS.labels(door, method, f"{status // 100}xx").inc()
    SECONDS.labels(door).observe(seconds)
