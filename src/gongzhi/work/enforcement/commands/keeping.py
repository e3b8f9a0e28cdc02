"""What is neither a step forward nor out: the party looked at for a reason, the clock's reminders, the purge."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.kit.privacy.seal import destroy
from gongzhi.town.access.actor import Actor
from gongzhi.town.files.commands import erase_all
from gongzhi.work.enforcement import evidence
from gongzhi.work.enforcement.commands.acting import said
from gongzhi.work.enforcement.commands.filing import PURPOSE, subject_of
from gongzhi.work.enforcement.models import EnforcementFile
from gongzhi.work.enforcement.rules import FILE, presses


@step(FILE)
def reveal(_actor: Actor, file: EnforcementFile, *, reason: str) -> None:
    """看当事人: shows name, number and telephone once, for a reason that is journalled."""
    if file.purged_at is not None:
        raise Refused(_("已到期删除，看不到了。"))
    said(reason, "reason")


@step(FILE)
def press(_actor: Actor, file: EnforcementFile, *, level: int) -> None:
    """期限提醒: the hands, then the leader, then the district; each once."""
    if file.press_on is None or clock.today() < file.press_on or level != file.press_level + 1:
        raise Refused(_("还没有到提醒的时候。"))
    assert file.limit is not None  # it is filed
    file.press_level = level
    file.press_on = presses(file.street_id).next(file.limit, level)


@step(FILE)
def purge(_actor: Actor, file: EnforcementFile) -> None:
    """到期删除: the party's values and the evidence's pictures go, their keys with them."""
    destroy(subject_of(file), PURPOSE)
    erase_all(evidence.KIND, file.pk)
    file.party_name_sealed = file.party_number_sealed = file.party_phone_sealed = file.party_masked = ""
    file.said = ""
    file.purged_at = clock.now()
