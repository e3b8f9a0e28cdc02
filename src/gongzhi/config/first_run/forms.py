"""Words of the first run: the code, a workbook, the names of the levels, three administrators."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers.reading import MOST_BYTES
from gongzhi.town.administration.forms import NAMES
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.models import ADMINISTRATORS, Role, User

ENDINGS = (".xlsx", ".csv")
FIRST_NAMES = {
    Role.SYSTEM_ADMIN: "system-admin",
    Role.SECURITY_ADMIN: "security-admin",
    Role.AUDIT_ADMIN: "audit-admin",
}


class Key(forms.Form):
    """The code from the console."""

    code = forms.CharField(label=gettext_lazy("启动码"), max_length=60)


class Workbook(forms.Form):
    """A file as it came from the statistics office or from the department that keeps the list."""

    file = forms.FileField(
        label=gettext_lazy("表格文件"), help_text=gettext_lazy(".xlsx 或 .csv，最多 60 MB。")
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(_("请用 .xlsx 或 .csv 文件。"))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件太大，最多 60 MB，请分几份导入。"))
        return file


class City(Workbook):
    """The official code list, and what this city calls its levels."""

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        for level in Level:
            self.fields[f"level_{level}"] = forms.CharField(
                label=level.label, max_length=20, required=False, widget=forms.TextInput(attrs={"placeholder": level.label})
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        """Level to the city's own word; left out where it is ours."""
        return {
            level: word for level in Level.values if (word := self.cleaned_data[f"level_{level}"].strip())
        }


def _of_the_city() -> list[OrganisationCard]:
    """The organisations that serve the whole city; all, where none does."""
    city = tree().city().id
    found = directory().within(city)
    return [card for card in found if card.area_id == city] or list(found)


class Administrators(forms.Form):
    """Three persons; none of them is another, and none will read residents' data."""

    organisation = forms.ChoiceField(label=gettext_lazy("他们的单位"))

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        self.fields["organisation"].choices = [(card.id, card.name) for card in _of_the_city()]  # type: ignore[attr-defined]
        for role in ADMINISTRATORS:
            words = {"role": role.label}
            self.fields[f"{role}_name"] = forms.CharField(label=_("%(role)s：姓名") % words, max_length=40)
            self.fields[f"{role}_username"] = forms.CharField(
                label=_("%(role)s：账号") % words,
                max_length=40,
                validators=[NAMES],
                initial=FIRST_NAMES[role],
            )

    def clean(self) -> Any:
        said = super().clean() or {}
        usernames = [said.get(f"{role}_username") for role in ADMINISTRATORS]
        names = [said.get(f"{role}_name") for role in ADMINISTRATORS]
        if None not in usernames and len(set(usernames)) < len(usernames):
            raise forms.ValidationError(_("三个账号要各不相同。"))
        if None not in names and len(set(names)) < len(names):
            raise forms.ValidationError(_("三员要三个人：系统、安全、审计互相监督，一个人不能兼。"))
        if User.objects.filter(username__in=[one for one in usernames if one]).exists():
            raise forms.ValidationError(_("有账号已经被用了，请换一个。"))
        return said

    def accounts(self) -> dict[str, tuple[str, str]]:
        return {
            role: (self.cleaned_data[f"{role}_username"], self.cleaned_data[f"{role}_name"])
            for role in ADMINISTRATORS
        }

    def chosen(self) -> Organisation:
        return Organisation.objects.get(pk=self.cleaned_data["organisation"])
