"""Words of the administrators: an account, a post, a substitute, a reason."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.flow import Stopped
from gongzhi.kit.web.doors import day
from gongzhi.town.areas.models import Area
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.models import Role, User

NAMES = RegexValidator(
    r"^[a-z][a-z0-9._-]{2,39}$", gettext_lazy("小写字母开头，只用小写字母、数字和 . _ -，3 到 40 个。")
)
MOST_NAMED = 5


def refused(form: forms.Form, wrong: Stopped) -> None:
    """A command's refusal, said at the field it names."""
    field = wrong.field if wrong.field in form.fields else None
    form.add_error(field, wrong.message)


class Opening(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=gettext_lazy("账号"),
        max_length=40,
        validators=[NAMES],
        help_text=gettext_lazy("登录用，定了不改。"),
    )
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("手机"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("加密保存，管理员也看不到。"),
    )


class Granting(forms.Form):
    """A post: role, organisation, area, days."""

    role = forms.ChoiceField(label=gettext_lazy("岗位"), choices=Role.choices)
    organisation = forms.CharField(
        label=gettext_lazy("单位"), max_length=120, help_text=gettext_lazy("单位编码、全称或简称。")
    )
    area = forms.CharField(
        label=gettext_lazy("区域"), max_length=100, required=False,
        help_text=gettext_lazy("区域编码或名称；不填就是单位的服务区域。楼栋、单元填编码。"),
    )  # fmt: skip
    from_date = day(gettext_lazy("起"), required=False)
    to_date = day(gettext_lazy("止"), required=False)
    volunteer = forms.BooleanField(label=gettext_lazy("志愿"), required=False)

    def clean_organisation(self) -> Organisation:
        said = self.cleaned_data["organisation"].strip()
        card = directory().by_code(said)
        found = (
            [card]
            if card
            else [c for c in directory().within(tree().city().id) if said in (c.name, c.short_name)]
        )
        _only_one(said, [(c.name, c.code) for c in found])
        return Organisation.objects.get(pk=found[0].id)

    def clean_area(self) -> Area | None:
        said = self.cleaned_data["area"].strip()
        if not said:
            return None
        found = list(Area.objects.filter(valid_to=None, code=said)) or list(
            Area.objects.filter(
                valid_to=None, name=said, level__in=("city", "district", "street", "community", "grid")
            )
        )
        _only_one(said, [(area.name, area.code) for area in found])
        return found[0]

    @property
    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "area": given["area"] or given["organisation"].area}


def _only_one(said: str, found: list[tuple[str, str]]) -> None:
    if not found:
        raise forms.ValidationError(_("没有“%s”，请核对编码。") % said)
    if len(found) > 1:
        named = "、".join(f"{name}（{code}）" for name, code in found[:MOST_NAMED])
        raise forms.ValidationError(_("有几个同名的：%s。请填编码。") % named)


class StandingIn(forms.Form):
    """Somebody to stand in for a post of this account."""

    post_id = forms.TypedChoiceField(label=gettext_lazy("哪个岗位"), coerce=int)
    username = forms.CharField(label=gettext_lazy("请谁代理（账号）"), max_length=40)
    until = day(gettext_lazy("到哪天"))

    def __init__(self, posts: list[tuple[int, str]], data: Any = None):
        super().__init__(data)
        self.fields["post_id"].choices = posts  # type: ignore[attr-defined]

    def clean_username(self) -> User:
        found = User.objects.filter(username=self.cleaned_data["username"].strip(), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("没有这个账号。"))
        return found


class Why(forms.Form):
    """A reason, kept in the journal."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)
