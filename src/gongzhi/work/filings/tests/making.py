"""What the tests of filings share: fields, a form of the street, a form from above."""

import io
from types import SimpleNamespace

from gongzhi.work.admission.tests import world as gate
from gongzhi.work.filings import commands
from gongzhi.work.filings.models import Field


def field(code, kind="number", **more):
    made = {
        "name": code,
        "kind": kind,
        "basis": "测试",
        "valid_from": "2020-01-01",
        "synthetic": True,
        **more,
    }
    return Field.objects.get_or_create(code=code, defaults=made)[0]


def fields():
    """A number the system has, one it has not, a choice and a yes or no."""
    return [
        field("HS", name="户数", source="households", unit="户"),
        field("LD", name="楼道堆物处数", unit="处"),
        field("DJ", "choice", name="供暖等级", choices="好、中、差"),
        field("YY", "yesno", name="有没有食堂"),
    ]


def words(town, *chosen, **more):
    return {
        "title": "社区情况月报", "purpose": "排冬季巡查的班", "basis": "测试依据", "level": "community", "cycle": "once",
        "field_ids": [one.pk for one in chosen or fields()], "scope_id": town.areas.street.pk, "due_days": 5, **more,
    }  # fmt: skip


def drafted(town, by="clerk", *chosen, **more):
    return commands.draft_form(town.actor(by), **words(town, *chosen, **more))


def opened(town, by="clerk", *chosen, **more):
    return commands.open_(town.actor(by), drafted(town, by, *chosen, **more))


def from_above(town, *chosen, by="heating", times=2, **more):
    """A department's form for the whole district, under a matter that admits reports."""
    matter = gate.admitted(town, by=by, kinds=["report"], times=times)
    return opened(town, by, *chosen, scope_id=town.areas.district.pk, matter_id=matter.pk, **more)


def answers(**more):
    """Values by code, as a page or the API sends them."""
    from gongzhi.work.filings.values import name_of

    return {name_of(Field.objects.get(code=code)): value for code, value in more.items()}


GOOD = {"LD": "3", "DJ": "中", "YY": "是"}


def confirmed(town, form, by="worker", **more):
    sheet = form.sheets.get(organisation_id=town.actor(by).organisation_id)
    return commands.confirm(town.actor(by), sheet, given=answers(**{**GOOD, **more}))


def docx(*paragraphs):
    """A document; each paragraph is given as its runs."""
    from docx import Document

    paper, out = Document(), io.BytesIO()
    for runs in paragraphs:
        added = paper.add_paragraph()
        for run in runs:
            added.add_run(run)
    paper.save(out)
    return out.getvalue()


def xlsx(*cells):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, words in enumerate(cells):
            sheet.write_string(at, 0, words)
    return out.getvalue()


def keep_papers(actor, form):
    """Both kinds of the asker's own paper."""
    from gongzhi.work.filings.commands.papers import Upload

    for name, data in (("上报.docx", docx(["{{area}} {{HS}}"])), ("上报.xlsx", xlsx("{{area}}", "{{HS}}"))):
        file = SimpleNamespace(name=name, size=len(data), read=io.BytesIO(data).read)
        commands.keep_layout(actor, form, file=Upload(file))
