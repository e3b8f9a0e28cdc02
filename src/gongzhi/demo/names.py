"""Invented names of persons and estates. Nobody of them lives; what looks like somebody is chance."""

import csv
from functools import cache
from pathlib import Path
from random import Random  # noqa: TID251 (seeded by the caller)

from gongzhi.kit.chinese import sort_key


@cache
def words(kind: str) -> tuple[str, ...]:
    """The parts that names are put together from: surname, given, estate_first, estate_last."""
    with (Path(__file__).parent / "data" / "names.csv").open(encoding="utf-8", newline="") as file:
        return next(tuple(row["words"].split()) for row in csv.DictReader(file) if row["kind"] == kind)


def person(chance: Random) -> str:
    return chance.choice(words("surname")) + chance.choice(words("given"))


def reading(name: str) -> str:
    """The name's reading without tones, sign by sign (each sign is looked up once)."""
    return " ".join(sort_key(sign) for sign in name)


def estates(chance: Random, count: int) -> list[str]:
    """So many names, no two alike."""
    pairs = [first + last for first in words("estate_first") for last in words("estate_last")]
    chance.shuffle(pairs)
    return pairs[:count]


def telephone(number: int) -> str:
    """A number that looks like a mobile telephone's and rings nowhere: no operator's numbers begin with 126."""
    return f"126{number % 100_000_000:08d}"


def landline(number: int) -> str:
    """The same for an office."""
    return f"0431-0000{number % 10_000:04d}"
