"""From a clue to the review: filed by two officers on a delegated matter, evidence, the party told and heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.privacy.patterns import personal_number
from gongzhi.kit.privacy.seal import seal
from gongzhi.kit.records import rules as records
from gongzhi.kit.web.words import masked
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.rules import FLOW as CASES
from gongzhi.work.enforcement import evidence
from gongzhi.work.enforcement.commands.acting import may_act, officers_of, power_of, put_on, said
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Evidence
from gongzhi.work.enforcement.rules import FILE, STREET_ROLES, hearing_ends, limit_of, presses, why_not_held

PURPOSE = "enforcement-party"
Said, PartyKind = EnforcementFile.Said, EnforcementFile.PartyKind
LONG = 2000


@dataclass(frozen=True)
class Party:
    """当事人: who it is about. Sealed as soon as it is known; only the masked name stays readable."""

    kind: str = ""
    name: str = ""
    number: str = ""
    phone: str = ""


def subject_of(file: EnforcementFile) -> str:
    """Under which subject the party's values are sealed: one key for each file."""
    return f"enforcement:{file.pk.hex}"


@founding("open_clue", may=lambda actor: bool(actor.serves(*STREET_ROLES)), private=("party",))
def open_clue(
    actor: Actor, *, matter: str, source: str, address: str = "", case_id: Any = None, party: Party | None = None,
    synthetic: bool = False,
) -> EnforcementFile:  # fmt: skip
    """登记线索: what was found, where it came from; on its own or from a case that one sees."""
    case = _case(actor, case_id)
    street_id = _street(actor, case)
    district = tree().above(street_id, Level.DISTRICT)
    assert district is not None  # every street has one
    file = EnforcementFile(
        id=new_id(), district_id=district.id, street_id=street_id, case_id=case.pk if case else None,
        community_id=case.community_id if case else None, matter=said(matter, "matter", 300),
        source=said(source, "source", 120), address=(address.strip() or (case.address if case else ""))[:200],
        clue_at=clock.now(), synthetic=synthetic,
    )  # fmt: skip
    if party is not None and party.name.strip():
        _name(file, party)
    return file


@step(FILE)
def name_party(_actor: Actor, file: EnforcementFile, *, party: Party) -> None:
    """记当事人: name, number and telephone are sealed at once; the page shows the masked name."""
    _name(file, party)


@step(FILE)
def open_file(_actor: Actor, file: EnforcementFile, *, power_id: Any, officer_ids: Sequence[int]) -> None:
    """立案: on a matter that is delegated to this street today, by two officers or more whose certificates hold."""
    power = power_of(power_id)
    why = why_not_held(power, file.street_id, clock.today())
    if why or power is None:
        raise Refused(why, field="power_id")
    if power.kind != DelegatedPower.Kind.PENALTY:
        raise Refused(_("这一项只是检查权，不能据此立案处罚。"), field="power_id")
    put_on(file, officers_of(file, officer_ids))
    file.power_id, file.mode, file.department_id = power.pk, power.mode, power.department_id
    file.filed_on = clock.today()
    file.due_on = limit_of(clock.now(), file.street_id)
    file.press_level, file.press_on = 0, presses(file.street_id).next(file.due_on, 0)


@step(FILE)
def gather(actor: Actor, file: EnforcementFile, *, kind: str, text: str, photos: Sequence[str] = ()) -> None:
    """调查取证: one piece of evidence at a time, with its photos or papers."""
    may_act(file)
    Evidence.objects.create(
        file=file, kind=kind, text=said(text, "text", LONG), gathered_at=clock.now(), by_label=actor.label
    )
    evidence.hang(actor, file.pk, photos)


@step(FILE)
def tell(_actor: Actor, file: EnforcementFile, *, text: str, hearing: bool) -> None:
    """告知: facts, grounds, what is to be decided, and the right to state, to defend, and where it holds to be heard."""
    may_act(file)
    if not file.party_kind:
        raise Refused(_("还不知道当事人是谁。请先“记当事人”。"))
    least = records.value("enforcement.least_evidence_files", lineage(file.street_id))
    if evidence.count(file.pk) < least:
        raise Refused(_("案卷里的照片或文件不到 %d 件，不能告知。请在“调查取证”里补传。") % least)
    file.told_on, file.told_text, file.hearing_offered = clock.today(), said(text, "text", LONG), hearing
    file.said_on, file.said_kind, file.said, file.said_answer = None, "", "", ""


@step(FILE)
def hear(_actor: Actor, file: EnforcementFile, *, kind: str, said: str = "", answer: str = "") -> None:
    """记当事人意见: what the party said, in a statement or at the hearing, and whether it was taken up."""
    if kind not in (Said.NOTHING, Said.STATEMENT, Said.HEARING):
        raise Refused(_("请选当事人提了什么。"), field="kind")
    if kind == Said.HEARING and not file.hearing_offered:
        raise Refused(_("告知时没有写有权要求听证。需要听证的，请重新告知。"), field="kind")
    if kind == Said.NOTHING:
        _hearing_over(file)
    elif len(said.strip()) < 2 or len(answer.strip()) < 2:
        raise Refused(_("请写当事人怎么说，和采纳没有、为什么。"), field="said")
    if personal_number(said):
        raise Refused(_("这里会长期留存，请不要写手机号或身份证号。"), field="said")
    file.said_kind, file.said, file.said_on = kind, said.strip()[:LONG], clock.today()
    file.said_answer = answer.strip()[:1000]


@step(FILE)
def review(actor: Actor, file: EnforcementFile, *, passed: bool, text: str) -> None:
    """法制审核: by somebody who does not act in the file; not passed it goes back to the evidence and is told anew."""
    if not file.said_kind:
        raise Refused(_("还没有记当事人的意见。没有提出的，也请记“没有提出”。"))
    if file.said_kind != Said.HEARING:
        _hearing_over(file)
    if actor.user_id is None or actor.user_id in file.acting_user_ids or _acts(actor, file):
        raise Refused(_("您是这个案卷的办案人员，不能审核自己的案子。请由别人审核。"))
    file.review_text = said(text, "text", 1000)
    if not passed:
        file.stage = EnforcementFile.Stage.EVIDENCE
        file.told_on, file.said_on, file.said_kind = None, None, ""
        return
    file.reviewer_id, file.reviewer_label, file.reviewed_on = actor.user_id, actor.label, clock.today()


def _acts(actor: Actor, file: EnforcementFile) -> bool:
    """An officer whose account nobody has linked is known by the name."""
    return any(officer.name == actor.label for officer in officers_of(file, file.officer_ids))


def _hearing_over(file: EnforcementFile) -> None:
    if not file.hearing_offered or file.told_on is None:
        return
    ends = hearing_ends(file.told_on, file.street_id)
    if clock.today() <= ends:
        raise Refused(_("当事人到 %s 前还可以要求听证，请等到那以后。") % ends.isoformat())


def _name(file: EnforcementFile, party: Party) -> None:
    if party.kind not in (PartyKind.PERSON, PartyKind.ORGANISATION):
        raise Refused(_("请选当事人是个人还是单位。"), field="party_kind")
    name = party.name.strip()
    if len(name) < 2:
        raise Refused(_("请写清楚当事人的姓名或名称。"), field="party_name")
    sealed = seal(
        {"name": name, "number": party.number.strip(), "phone": party.phone.strip()},
        subject_of(file),
        PURPOSE,
    )
    file.party_name_sealed, file.party_number_sealed = sealed["name"], sealed["number"]
    file.party_phone_sealed, file.party_kind = sealed["phone"], party.kind
    file.party_masked = masked(name) if party.kind == PartyKind.PERSON else f"{name[:2]}***"


def _case(actor: Actor, case_id: Any) -> Case | None:
    if not case_id:
        return None
    found = CASES.seen_by(actor).filter(pk=case_id).first()
    if found is None:
        raise Refused(_("没有找到这件事项。"), field="case_id")
    return found


def _street(actor: Actor, case: Case | None) -> int:
    """The street of the post one acts under; for a case the street it happened in."""
    posts = actor.serves(*STREET_ROLES)
    if case is not None:
        posts = [post for post in posts if case.street_id in post.reach]
        if not posts:
            raise NotYours(_("这件事项不在您的街道。"))
    return (actor.post if actor.post in posts and actor.post else posts[0]).area_id
