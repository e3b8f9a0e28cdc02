"""Fixtures of the rooms: a small city, and a case in it. Imports wait until Django is set up."""

import pytest


@pytest.fixture
def town(db):
    """One street with its people (gongzhi.demo.small)."""
    from gongzhi.demo import small

    return small.build()


@pytest.fixture
def told(town):
    """``told(category="living-heat-cold", by="head", **telling)``: a case just reported."""
    from gongzhi.town.access.actor import resident
    from gongzhi.work.cases import commands as cases
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    def make(
        category="living-heat-cold",
        by=None,
        text="二单元暖气不热，屋里只有14度",
        at=None,
        channel="resident",
        **more,
    ):
        return cases.report(
            town.actor(by) if by else resident(),
            channel=channel,
            category=catalogue().coded(category),
            at=at or town.place,
            telling=Telling(text=text, **more),
        )

    return make
