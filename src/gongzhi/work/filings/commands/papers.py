"""The asker's own paper: kept with its form, refused where it asks for what the form does not."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.town.access.actor import Actor
from gongzhi.work.filings import filling, papers
from gongzhi.work.filings.models import FilingForm, Layout
from gongzhi.work.filings.rules import ASKER, FORM, most_layout_bytes


class Upload:
    """An upload as the journal may tell of it: its name and size."""

    def __init__(self, file: Any) -> None:
        self.file, self.name = file, str(file.name).replace("\\", "/").rpartition("/")[2]

    def for_journal(self) -> dict[str, Any]:
        return {"name": self.name[:100], "size": self.file.size}


@founding("keep_layout")
def keep_layout(actor: Actor, form: FilingForm, *, file: Upload) -> Layout:
    """上传版式: a .xlsx or .docx with ``{{字段编码}}`` where values go. It is data: nothing in it is ever run."""
    held = next(iter(locked(FORM.seen_by(actor).filter(pk=form.pk))), None)
    if held is None:
        raise Unseen(_("没有找到。"))
    if not FORM.lets(ASKER(actor), held):
        raise NotYours(_("版式由要这张报表的单位上传。"))
    if held.stage == FilingForm.Stage.ENDED:
        raise NotNow(_("这张报表已经停用，不用再上传版式。"))
    most = most_layout_bytes()
    data = file.file.read(most + 1)
    if not data or len(data) > most:
        raise Refused(_("版式文件不能是空的，最大%d KB。") % (most // 1024), field="file")
    kind = filling.kind_of(file.name)
    unknown = [code for code in filling.places(data, kind) if code not in papers.known(held)]
    if unknown:
        raise Refused(
            _("版式里有这张报表没有的占位：%(codes)s。能用的：%(known)s。")
            % {"codes": _("、").join(unknown), "known": _("、").join(papers.known(held))},
            field="file",
        )
    return Layout.objects.create(
        form=held, kind=kind, name=file.name[:100], content=data, kept_at=clock.now()
    )
