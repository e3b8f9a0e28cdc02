"""Which group each kind of notice belongs to, and what is said of it outside the house. One dictionary, filled at start-up."""

from django.utils.translation import gettext_lazy as _

from gongzhi.town.notices.groups import KindCard

TURN, PRESS, BACK, NEWS, DUTY = (KindCard(group) for group in ("turn", "press", "back", "news", "duty"))

KINDS: dict[str, KindCard] = {
    "case.report": TURN,
    "case.raise_up": TURN,
    "case.hand_down": TURN,
    "case.place": TURN,
    "case.all_finished": TURN,
    "case.resolve": TURN,
    "case.widen_eyes": TURN,
    "case.note": TURN,
    "case.send_back": BACK,
    "case.reopen": BACK,
    "case.answer": NEWS,
    "case.urge": PRESS,
    "case.press": PRESS,
    "whistle.propose": TURN,
    "whistle.sound_at_once": TURN,
    "whistle.call": TURN,
    "whistle.dispute": TURN,
    "whistle.remind": PRESS,
    "whistle.urge": PRESS,
    "whistle.press": PRESS,
    "whistle.take_up_again": BACK,
    "whistle.mark": NEWS,
    "whistle.uphold": NEWS,
    "whistle.move": NEWS,
    "whistle.name_fallback": NEWS,
    "whistle.decline": KindCard("news", _("您提请的一声哨没有签发")),
    "whistle.lapse": KindCard("news", _("您提请的一声哨过期没有签发")),
    "task.assign": KindCard("turn", _("交办给您单位一件任务")),
    "task.return_": KindCard("back", _("一件交办的任务被退回")),
    "task.answer": KindCard("news", _("您交办的一件任务报了结果")),
    "power.draft_power": KindCard("turn", _("区里拟下放一项权力，请街道说意见")),
    "power.give_opinion": KindCard("news", _("街道对一项拟下放的权力说了意见")),
    "power.bring_into_force": KindCard("news", _("下放了一项权力")),
    "power.take_back": KindCard("news", _("收回了一项下放的权力")),
    "power.review": KindCard("turn", _("下放的一项权力该复评了")),
    "file.open_clue": KindCard("turn", _("有一条执法线索等立案")),
    "file.hear": KindCard("turn", _("一个案卷等法制审核")),
    "file.review": KindCard("turn", _("一个案卷审核过了")),
    "file.transfer": KindCard("turn", _("街道移送了一个案卷")),
    "file.press": KindCard("press", _("一个案卷的期限快到或已过")),
    "officer.certificate": KindCard("turn", _("一本执法证快到期或已过期")),
    "duty.missing": DUTY,
    "batch.refused": NEWS,
}
