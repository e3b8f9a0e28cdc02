"""Documents and clauses: entered once, cited in words, doubt shown."""

from datetime import date

import pytest

from gongzhi.kit.flow import Refused
from gongzhi.town.documents import commands, queries

pytestmark = pytest.mark.django_db


def test_a_clause_is_cited_with_its_doubt(keeper, django_assert_num_queries):
    paper = commands.enter_document(keeper, code="D1", title="某意见", number="某发〔2020〕1号")
    clause = commands.enter_clause(keeper, paper, number="第三条")
    assert queries.clause_id("D1", "第三条") == clause.pk
    with django_assert_num_queries(0):
        assert queries.cite(clause.pk) == "《某意见》（某发〔2020〕1号）第三条[待确认]"
        assert queries.cite(None, "待确认") == "待确认"
        assert queries.clause(None) is None and queries.clause_id("D1", "第九条") is None


def test_what_is_refused(keeper):
    paper = commands.enter_document(keeper, code="D1", title="某意见", issued_on=date(2020, 1, 1))
    commands.enter_clause(keeper, paper, number="一")
    for wrong in (
        lambda: commands.enter_document(keeper, code="D1", title="又一个"),
        lambda: commands.enter_document(keeper, code="D2", title=" "),
        lambda: commands.enter_document(keeper, code="D2", title="x", status="confirmed"),
        lambda: commands.enter_clause(keeper, paper, number="一"),
        lambda: commands.repeal(keeper, paper, on=date(2019, 1, 1)),
    ):
        with pytest.raises(Refused):
            wrong()
    assert commands.repeal(keeper, paper, on=date(2021, 1, 1)).repealed_on == date(2021, 1, 1)
