"""What the keys of rule records mean, for the page that changes them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

POWER = _(
    "name 名称；procedure 程序；counterpart 可以对哪几类单位；answer 答复时限；silence_is_consent 沉默算不算同意；in_use 在不在目录里"
)
WORDS: dict[str, tuple[Any, Any]] = {
    "limit.emergency": (
        _("办理时限：紧急"),
        _("hours 自然小时，昼夜节假日都走；working_hours 工作小时；days 自然日；working_days 工作日"),
    ),
    "limit.utilities": (_("办理时限：水电气热等"), _("单位同上")),
    "limit.ordinary": (_("办理时限：一般"), _("单位同上")),
    "limit.complex": (_("办理时限：复杂"), _("单位同上")),
    "reply.grid": (_("网格答复要写哪几项"), _("measures 措施、spoken_with 与谁沟通、done_on 哪天办的")),
    "reply.community": (_("社区答复要写哪几项"), _("同上")),
    "reply.street": (_("街道答复要写哪几项"), _("同上")),
    "reply.city": (_("市级答复要写哪几项"), _("同上")),
    "reply.department": (_("主办部门答复要写哪几项"), _("同上")),
    "reply.helper": (_("协办部门答复要写哪几项"), _("同上")),
    "ask.days": (_("问居民，等几天"), _("自然日，等的时候停表")),
    "ask.pauses": (_("问居民，最多停几次表"), _("次")),
    "shelve.longest_days": (_("挂账最长几天"), _("自然日")),
    "rate.days": (_("等居民评价几天"), _("自然日，过了按未评价结")),
    "verify.working_days": (_("核验几天内做"), _("工作日")),
    "reopen.days": (_("办结后几天内可以重开"), _("自然日")),
    "call_back.share": (_("回访抽多少"), _("0 到 1 之间的比例")),
    "call_back.tries": (_("回访最多打几次"), _("次，不同时段")),
    "note.look_share": (_("即办抽看多少"), _("0 到 1 之间的比例")),
    "retention.case-contact": (_("联系方式留多久"), _("天，从办结算，到期销毁密钥")),
    "public.reports_an_hour": (_("一个地址一小时最多报几件"), _("件")),
    "public.photos_an_hour": (_("一个地址一小时最多传几张照片"), _("张")),
    "public.wrong_codes": (_("查询码一小时最多错几次"), _("次")),
    "public.least_households": (_("公开页上一栋楼、一个小区至少几户才写名字"), _("户，不到的只写到网格")),
    "ticket.days": (_("一次性链接几天有效"), _("自然日")),
    "whistle.arrive_emergency": (_("吹哨到场时限：紧急"), _("单位同“办理时限”")),
    "whistle.arrive": (_("吹哨到场时限"), _("单位同“办理时限”")),
    "whistle.sign": (_("签发时限"), _("单位同“办理时限”")),
    "whistle.sign_after_hours": (_("先吹后签，几小时内补签"), _("自然小时")),
    "countersign.working_hours": (_("会签默认多久无异议"), _("工作小时")),
    "street_power.suggest": (_("街道权力：建议权"), POWER),
    "street_power.take_part": (_("街道权力：参与权（征得同意）"), POWER),
    "street_power.coordinate": (_("街道权力：统筹协调权"), POWER),
    "street_power.emergency": (_("街道权力：应急处置权"), POWER),
    "street_power.manage": (_("街道权力：综合管理权"), POWER),
    "street_power.rule": (_("街道坚持意见后，区里裁定时限"), _("单位同“办理时限”")),
    "command.arrive": (_("调度令到场时限"), _("单位同“办理时限”")),
    "command.arrive_emergency": (_("调度令到场时限：应急"), _("单位同“办理时限”")),
    "dispute.working_days": (_("争议裁定时限"), _("工作日")),
    "duty.kinds": (_("哪几类单位要排值班"), _("单位类别的代码")),
    "duty.night": (_("夜间值班从几点到几点"), _("from 当晚起、to 次日止")),
    "notices.quiet": (_("通知免打扰，从几点到几点"), _("from 当晚起、to 次日止；紧急的照发")),
    "notices.digest_minutes": (_("通知攒多久合成一封"), _("分钟")),
    "notices.give_up_hours": (_("发不出去的通知试多久"), _("小时")),
    "views.most_own": (_("一个列表自己最多存几个视图"), _("个")),
    "views.most_shared": (_("一个列表一个单位最多共享几个视图"), _("个")),
    "batches.undo_seconds": (_("一起办，几秒内可以撤销"), _("秒")),
    "batches.most": (_("一起办，一次最多几件"), _("件")),
    "names": (
        _("本市的叫法"),
        _("层级 level.city 到 level.unit、岗位 role.street_clerk 等另有叫法的写在这里；可以分 zh、en 两种"),
    ),
    "files.limits": (_("附件限制"), _("bytes 单个最大字节、each 每件最多几个、side 照片长边像素")),
}
