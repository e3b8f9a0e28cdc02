"""Making a yearly call and projects in every stage, through commands only."""

from datetime import timedelta
from decimal import Decimal

from gongzhi.kit import clock
from gongzhi.work.secretary_projects import commands
from gongzhi.work.secretary_projects.models import Call, Project

LEVELS = ("district", "street", "community")


def call_of(town, by="mayor", levels=LEVELS, publish=True, **more):
    today = clock.today()
    words = {"year": today.year, "title": "书记项目年度通知", "text": "每个党组织可以认领一个难题", **more}
    call = commands.write_call(
        town.actor(by), levels=list(levels), opens_on=today, closes_on=today + timedelta(days=60), **words
    )
    return commands.publish(town.actor(by), call) if publish else call


def drafted(town, by="secretary", call=None, **more):
    """A draft with one effect and one milestone."""
    today = clock.today()
    call = call or Call.objects.filter(stage="open").first() or call_of(town)
    words = {
        "title": "老旧小区加装电梯", "problem": "一楼不同意，六楼下不来", "obstacle": "interest",
        "measures": "书记牵头，逐户商量", **more,
    }  # fmt: skip
    project = commands.draft_project(
        town.actor(by), call_id=call.pk, starts_on=today, ends_on=today + timedelta(days=200), **words
    )
    effect(town, project, by)
    commands.add_milestone(town.actor(by), project, what="签完协议", due_on=today + timedelta(days=30))
    return Project.objects.get(pk=project.pk)


def effect(town, project, by="secretary", **more):
    today = clock.today()
    words = {"name": "装好的电梯", "how": "现场看运行，登记数", "unit": "部", "better": "up", "baseline": Decimal(0),
             "target": Decimal(3), **more}  # fmt: skip
    return commands.add_effect(
        town.actor(by), project, baseline_on=today, target_on=today + timedelta(days=190), **words
    )


def declared(town, by="secretary", **more):
    return commands.declare(town.actor(by), drafted(town, by, **more))


def studied(town, by="secretary", **more):
    project = declared(town, by, **more)
    return commands.study(
        town.actor(by), project, studied_on=clock.today(), study_record="党委会研究，同意申报"
    )


def opinion(town, project, by, advice="approve"):
    return commands.review(
        town.actor(by),
        project,
        necessity="老人多",
        timeliness="今年有资金",
        leverage="能带动周边",
        advice=advice,
    )


def reviewed(town, by="secretary", reviewers=("leader", "clerk"), **more):
    project = studied(town, by, **more)
    for one in reviewers:
        opinion(town, project, one)
    return Project.objects.get(pk=project.pk)


def approved(town, by="secretary", judge="leader", **more):
    return commands.approve(town.actor(judge), reviewed(town, by, **more), decision="同意立项")


def running(town, by="secretary", **more):
    return commands.start(town.actor(by), approved(town, by, **more))


def reached(town, project, by="secretary", kind="site"):
    for row in project.milestones.filter(done_on=None):
        commands.reach(
            town.actor(by), project, milestone_id=row.pk, done_on=clock.today(), kind=kind, text="协议已签"
        )


def measured(town, project, by="secretary", phase="final", value=3, kind="site"):
    for row in project.effects.filter(source=""):
        commands.measure(
            town.actor(by), project, effect_id=row.pk, phase=phase, value=Decimal(value),
            measured_on=clock.today(), kind=kind, text="电梯在运行",
        )  # fmt: skip


def verified(town, project, by="leader"):
    from gongzhi.work.secretary_projects.models import Measurement

    for row in Measurement.objects.filter(effect__project=project, verdict="waiting"):
        commands.verify(town.actor(by), project, measurement_id=row.pk, so=True)


def asked(town, by="secretary", kind="site", value=3, **more):
    """Waiting for acceptance, with figures that nobody has verified yet."""
    project = running(town, by, **more)
    reached(town, project, by, kind)
    measured(town, project, by, value=value, kind=kind)
    return commands.ask_acceptance(town.actor(by), project, result="三部电梯装好了")
