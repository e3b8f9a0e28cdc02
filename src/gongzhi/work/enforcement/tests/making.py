"""Making powers, squads and files, through commands only."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.kit import clock
from gongzhi.work.cases import photos
from gongzhi.work.enforcement import commands as enforcement
from gongzhi.work.enforcement.commands.filing import Party
from gongzhi.work.enforcement.models import EnforcementFile, Squad

PARTY, MASKED, PHONE = "慕容秋实", "慕容**", "13900001234"
DECISION = {
    "outcome": "fine", "fine_fen": 20000, "decision_no": "测试决〔2026〕1号", "text": "罚款二百元",
    "review_body": "区人民政府", "court": "区人民法院",
}  # fmt: skip


def delegated(town, code="CG-001", **more):
    """A power in force in the town's street."""
    power = enforcement.draft_power(
        town.dispatcher, street_id=town.areas.street.pk, code=code, item="对擅自占用道路摆摊设点的处罚",
        department_id=town.organisations.parks.pk, decision_no="测试决定1号", **more,
    )  # fmt: skip
    enforcement.assess(
        town.dispatcher, power, fitness="fit", assessed_on=clock.today(), assessed_by="区司法局", assessment="两人以上持证"
    )  # fmt: skip
    return enforcement.bring_into_force(
        town.dispatcher, power, review_due=clock.today() + timedelta(days=180)
    )


def squad_of(town, *names, days=400):
    """The street's squad with officers whose certificates hold for some days."""
    squad = enforcement.set_up_squad(
        town.clerk, street_id=town.areas.street.pk, code="ZD-1", name="欣园街道综合执法中队"
    )
    return [
        enforcement.enrol_officer(
            town.clerk, squad, name=name, certificate_no=f"ZF-{n}", issued_on=clock.today() - timedelta(days=400),
            expires_on=clock.today() + timedelta(days=days),
        )
        for n, name in enumerate(names or ("甲一", "乙二", "丙三"))
    ]  # fmt: skip


def clue(town, **more):
    """A clue of the town's street whose party is known."""
    return enforcement.open_clue(
        town.clerk, matter="占道摆摊", source="巡查发现",
        party=Party("person", PARTY, "220103199001010011", PHONE), **more,
    )  # fmt: skip


def filed(town, **more):
    """A file on a delegated matter with two officers."""
    power, officers = delegated(town), squad_of(town)
    file = clue(town, **more)
    return enforcement.open_file(
        town.leader, file, power_id=power.pk, officer_ids=[one.pk for one in officers[:2]]
    )


def picture(actor, key="k"):
    """A photo kept with a form, as its page does it."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, "PNG")
    photos.keep(actor, key, [SimpleUploadedFile("a.png", out.getvalue(), "image/png")])
    return photos.ids(key)


def with_evidence(town, **more):
    """A file with a record and a photo."""
    file = filed(town, **more)
    enforcement.gather(
        town.clerk, file.pk, kind="picture", text="人行道上三个摊位", photos=picture(town.clerk, str(file.pk))
    )
    return file


def told(town, hearing=False, **more):
    file = with_evidence(town, **more)
    enforcement.tell(town.clerk, file.pk, text="拟罚款二百元，可以陈述申辩", hearing=hearing)
    return file


def heard(town, **more):
    file = told(town, **more)
    enforcement.hear(town.clerk, file.pk, kind="statement", said="第一次，马上搬", answer="采纳，从轻")
    return file


def reviewed(town, **more):
    file = heard(town, **more)
    enforcement.review(town.leader, file.pk, passed=True, text="事实清楚，程序合法")
    return file


def decided(town, **more):
    file = reviewed(town, **more)
    enforcement.decide(town.leader, file.pk, **DECISION)
    return file


def fresh(file):
    """The file as it is now."""
    return EnforcementFile.objects.get(pk=file.pk)


def the_squad():
    return Squad.objects.get()
