"""What the tests of policies share: a set in force, a requirement under it."""

from datetime import date, timedelta

from gongzhi.kit import clock
from gongzhi.town.access.actor import system
from gongzhi.town.documents import commands as documents
from gongzhi.town.documents.models import Document
from gongzhi.work.policies import commands
from gongzhi.work.policies.models import PolicySet

DAYS = {"issued_on": date(2024, 1, 2), "in_force_on": date(2024, 2, 1)}


def paper(code="WJ-1", title="某实施意见（测试）"):
    """A document with a clause."""
    found = Document.objects.filter(code=code).first()
    if found is None:
        found = documents.enter_document(system("测试"), code=code, title=title, issued_on=date(2024, 1, 2))
        documents.enter_clause(system("测试"), found, number="第三条", text="每季自查一次（测试）")
    return found


def drafted(town, by="district", code="ZD-1", title="某区治理制度（测试）"):
    made = commands.draft_set(town.actor(by), code=code, title=title, synthetic=True)
    commands.add_paper(town.actor(by), made.pk, document_id=paper().pk, main=True)
    commands.add_paper(town.actor(by), made.pk)
    return made


def in_force(town, by="district", **more):
    made = drafted(town, by, **more)
    commands.enact_set(town.actor(by), made.pk, **DAYS)
    return PolicySet.objects.get(pk=made.pk)


def planned(town, policy_set=None, by="district", **more):
    words = {"level": "street", "text": "自查并报结果", "due_on": clock.today() + timedelta(days=10), **more}
    return commands.plan_requirement(town.actor(by), policy_set or in_force(town, by), **words)
