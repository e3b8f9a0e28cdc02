"""The words that a step of policies needs; page and API use the same."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.web.doors import Reason, Words, day, lines
from gongzhi.town.documents.models import Document
from gongzhi.town.documents.queries import CLAUSES
from gongzhi.town.organisations.directory import directory
from gongzhi.work.policies.models import PolicyPaper, Requirement
from gongzhi.work.policies.queries import papers
from gongzhi.work.tasks import ports

NONE = ("", "—")


def documents() -> list[tuple[int, str]]:
    """The documents that have been entered and hold."""
    rows = Document.objects.filter(repealed_on=None).order_by("code")
    return [(pk, f"{code} {title}") for pk, code, title in rows.values_list("id", "code", "title")]


def clauses(document_ids: list[int]) -> list[tuple[int, str]]:
    """The clauses of these documents; all of them, if none is named."""
    codes = dict(Document.objects.filter(pk__in=document_ids).values_list("code", "id"))
    cards = [card for card in CLAUSES.get().values() if not codes or card.document_code in codes]
    return [(card.id, card.citation) for card in sorted(cards, key=lambda card: card.citation)]


def unnamed(policy_set: Any) -> list[tuple[int, str]]:
    """The places that wait for their document."""
    rows = [row for row in papers(policy_set) if row.document_id is None]
    return [(row.position, place_words(row)) for row in rows]


def place_words(row: PolicyPaper) -> str:
    title = row.document.title if row.document else _("待确认")
    return f"{row.get_part_display()} {row.position or ''} {title}".replace("  ", " ")


def chosen(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **more)


class Enact(Words):
    """When it was issued, and from when it holds."""

    number = forms.CharField(label=_("文号"), max_length=80, required=False)
    issued_on = day(_("发文日期"))
    in_force_on = day(_("生效日期"))


class AddPaper(Words):
    document_id = chosen(
        _("哪份文件"), required=False, help_text=_("先在“文件与条款”录入；不选就是留一个待确认的位置。")
    )
    main = forms.BooleanField(label=_("是主文件"), required=False)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        self.fields["document_id"].choices = [NONE, *documents()]  # type: ignore[attr-defined]


class DropPaper(Words):
    position = chosen(_("去掉哪一份"))

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        rows = papers(thing) if thing is not None else []
        self.fields["position"].choices = [(row.position, place_words(row)) for row in rows]  # type: ignore[attr-defined]


class NamePaper(Words):
    position = chosen(_("哪个位置"))
    document_id = chosen(_("哪份文件"), help_text=_("先在“文件与条款”录入。"))

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        self.fields["position"].choices = unnamed(thing) if thing is not None else []  # type: ignore[attr-defined]
        self.fields["document_id"].choices = [NONE, *documents()]  # type: ignore[attr-defined]


class Repeal(Words):
    on = day(_("废止日期"))
    reason = lines(_("为什么废止"), 2, max_length=300)


class Acknowledge(Words):
    """With a question, or with none."""

    question = lines(
        _("有疑问写在这里"), 2, max_length=600, required=False, help_text=_("没有可不填；问的是发文单位。")
    )


class Ask(Words):
    question = lines(_("问什么"), 3, max_length=600)


class Answer(Words):
    answer = lines(_("解答"), 3, max_length=600)


class Issue(Words):
    """Downward work names its admitted matter."""

    matter_id = forms.TypedChoiceField(
        label=_("准入事项"), coerce=UUID, required=False, empty_value=None,
        help_text=_("市、区交给街道社区的，选一个已准入的事项；没有就先申请。"),
    )  # fmt: skip

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        looker = getattr(thing, "looker", None)
        matters = ports.offered(looker) if looker is not None else []
        self.fields["matter_id"].choices = [NONE, *matters]  # type: ignore[attr-defined]


class Define(Words):
    meaning = lines(_("含义"), 3, max_length=1000)
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("哪份文件、哪一条；还待确认的先不写含义。")
    )
    clause_id = chosen(_("条款"), required=False)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        self.fields["clause_id"].choices = [NONE, *clauses([])]  # type: ignore[attr-defined]


class AddPaperByApi(Words):
    document_id = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    main = forms.BooleanField(required=False)


class DropPaperByApi(Words):
    position = forms.IntegerField(min_value=0, max_value=1000)


class NamePaperByApi(Words):
    position = forms.IntegerField(min_value=0, max_value=1000)
    document_id = forms.IntegerField(min_value=1, max_value=2**62)


class IssueByApi(Words):
    matter_id = forms.UUIDField(required=False)


class DefineByApi(Words):
    meaning = forms.CharField(max_length=1000)
    basis = forms.CharField(max_length=200)
    clause_id = forms.IntegerField(min_value=1, max_value=2**62, required=False)


class Draft(forms.Form):
    """A set to draft."""

    code = forms.CharField(label=_("编号"), max_length=40, help_text=_("本系统用的短编号，各版共用。"))
    title = forms.CharField(label=_("名称"), max_length=120)
    number = forms.CharField(label=_("文号"), max_length=80, required=False)
    basis = forms.CharField(label=_("依据"), max_length=200, initial="待确认")


class EnterTerm(forms.Form):
    """A word whose meaning is to be found."""

    word = forms.CharField(label=_("用语"), max_length=60)
    said_in = forms.CharField(label=_("出自"), max_length=300, required=False)


class Plan(forms.Form):
    """A requirement to plan."""

    text = lines(_("要做什么"), 3, max_length=1000)
    level = forms.ChoiceField(
        label=_("对哪一级"), choices=Requirement.Level.choices, widget=forms.RadioSelect
    )
    organisation_codes = forms.CharField(
        label=_("只给这些单位"), max_length=2000, required=False, help_text=_("单位编码，逗号隔开；不填是您的区域里这一级全部。")
    )  # fmt: skip
    due_on = day(_("期限"), help_text=_("碰上休息日，顺延到下一个工作日。"))
    cycle = forms.ChoiceField(
        label=_("周期"), choices=Requirement.Cycle.choices, initial=Requirement.Cycle.ONCE
    )
    clause_id = chosen(_("哪一条要求的"), required=False)

    def __init__(self, policy_set: Any, data: Any = None):
        super().__init__(data)
        known = [row.document_id for row in papers(policy_set) if row.document_id]
        self.fields["clause_id"].choices = [NONE, *(clauses(known) if known else [])]  # type: ignore[attr-defined]

    def clean_organisation_codes(self) -> list[int]:
        found = []
        for code in self.cleaned_data["organisation_codes"].replace("，", ",").split(","):
            if not code.strip():
                continue
            card = directory().by_code(code)
            if card is None:
                raise forms.ValidationError(_("没有单位编码“%s”。") % code.strip())
            found.append(card.id)
        return found

    @property
    def details(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["organisation_ids"] = given.pop("organisation_codes")
        return given


SET_FORMS: dict[str, Any] = {
    "enact_set": Enact, "add_paper": AddPaper, "drop_paper": DropPaper, "name_paper": NamePaper,
    "acknowledge": Acknowledge, "repeal_set": Repeal,
}  # fmt: skip
REQUIREMENT_FORMS: dict[str, Any] = {
    "issue_requirement": Issue, "issue_again": Issue, "withdraw_requirement": Reason,
}  # fmt: skip
ACKNOWLEDGEMENT_FORMS: dict[str, Any] = {"ask_issuer": Ask, "answer_question": Answer}
TERM_FORMS: dict[str, Any] = {"define_term": Define, "redefine_term": Define}
SET_API_FORMS = {
    **SET_FORMS, "add_paper": AddPaperByApi, "drop_paper": DropPaperByApi, "name_paper": NamePaperByApi,
}  # fmt: skip
REQUIREMENT_API_FORMS = {**REQUIREMENT_FORMS, "issue_requirement": IssueByApi, "issue_again": IssueByApi}
TERM_API_FORMS = {"define_term": DefineByApi, "redefine_term": DefineByApi}
