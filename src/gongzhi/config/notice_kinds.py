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
    "listing.enact": KindCard("news", _("您辖区的一种清单启用了新版")),
    "letter.issue_letter": KindCard("turn", _("发来一份责任状")),
    "letter.review": KindCard("turn", _("一份责任状提请复核")),
    "letter.keep": NEWS,
    "letter.merge": NEWS,
    "letter.abolish": NEWS,
    "duty.missing": DUTY,
    "batch.refused": NEWS,
}
