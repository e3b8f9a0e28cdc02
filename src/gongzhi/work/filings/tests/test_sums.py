"""Whatever communities write, a district's figure is the sum of its sheets, level by level."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.demo.small import area, organisation
from gongzhi.kit.reference import bump
from gongzhi.work.filings import counting, values
from gongzhi.work.filings.models import Cell, Field, Sheet
from gongzhi.work.filings.rules import period_of
from gongzhi.work.filings.tests import making

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
ANSWERS = st.lists(
    st.one_of(st.none(), st.just("nothing"), st.tuples(NUMBERS, st.sampled_from(["好", "中", "差"]))), min_size=5, max_size=5
)  # fmt: skip


@pytest.fixture
def spread(town):
    """Two streets with five communities, asked by the dispatch centre's form."""
    for n in range(3):
        made = area("community", f"22010300900{n}", f"社区{n}", town.areas.street2)
        organisation(f"C-{n}", f"社区{n}", "community", made)
    organisation("C-OFFICE2", "新月社区", "community", town.areas.community2)
    bump("areas")
    bump("organisations")
    number, grade = making.field("ZS"), making.field("DJ", "choice", choices="好、中、差")
    return making.from_above(town, number, grade, by="heating")


def test_every_level_is_the_sum_of_its_sheets(town, spread):
    sheets = list(Sheet.objects.filter(form=spread).order_by("area_id"))
    assert len(sheets) == 5
    mayor = town.mayor

    @settings(max_examples=25, deadline=None, database=None)
    @given(ANSWERS)
    def holds(answers):
        for sheet, said in zip(sheets, answers, strict=True):
            stage = "waiting" if said is None else "nothing" if said == "nothing" else "filled"
            Sheet.objects.filter(pk=sheet.pk).update(stage=stage, answered_at=sheet.drawn_at)
            number, grade = said if isinstance(said, tuple) else (Decimal(99), "好")
            Cell.objects.filter(sheet=sheet, field__code="ZS").update(number=number, value=str(number))
            Cell.objects.filter(sheet=sheet, field__code="DJ").update(value=grade)
        filled = [said for said in answers if isinstance(said, tuple)]
        whole, rows = counting.roll_up(mayor, spread, "once", town.areas.district.pk)
        assert whole.totals[0].number == sum((one[0] for one in filled), Decimal(0))
        assert sum((row.totals[0].number for row in rows), Decimal(0)) == whole.totals[0].number
        assert (whole.asked, whole.answered) == (5, sum(said is not None for said in answers))
        below = [counting.roll_up(mayor, spread, "once", row.area.id) for row in rows]
        for row, (inner, leaves) in zip(rows, below, strict=True):
            assert inner.totals[0].number == row.totals[0].number
            assert sum((leaf.totals[0].number for leaf in leaves), Decimal(0)) == row.totals[0].number
        counted = whole.totals[1].answers
        assert counted == {g: n for g in "好中差" if (n := sum(one[1] == g for one in filled))}

    holds()


@pytest.mark.parametrize(
    ("cycle", "day", "name", "first", "last"),
    [
        ("monthly", "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"),
        ("quarterly", "2026-12-31", "2026Q4", "2026-10-01", "2026-12-31"),
        ("quarterly", "2026-01-01", "2026Q1", "2026-01-01", "2026-03-31"),
        ("yearly", "2026-06-01", "2026", "2026-01-01", "2026-12-31"),
        ("once", "2026-06-01", "once", "2026-06-01", "2026-06-01"),
    ],
)
def test_periods_have_their_days(cycle, day, name, first, last):
    from datetime import date

    found = period_of(cycle, date.fromisoformat(day))
    assert (found.name, found.first.isoformat(), found.last.isoformat()) == (name, first, last)


@settings(max_examples=200, deadline=None, database=None)
@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_a_number_reads_as_it_is_said(number):
    if len(f"{abs(number):.0f}") == 11:
        return  # eleven digits may be a telephone and are refused
    field = SimpleNamespace(kind=Field.Kind.NUMBER, name="数", pk=1)
    said = values.said_number(number)
    assert Decimal(values.read(field, said)) == number
    assert values.read(field, said) == said
