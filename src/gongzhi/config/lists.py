"""Which addresses are lists, and their names: what a person may keep views of. One dictionary, filled at start-up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

LISTS: dict[str, Any] = {
    "/cases/": _("列表"),
    "/cases/board/": _("看板"),
    "/whistles/": _("吹哨"),
    "/whistles/calls/": _("召集台账"),
    "/whistles/disputes/": _("异议与裁定"),
    "/whistles/arrivals/": _("按时到场"),
    "/tasks/": _("督办台账"),
    "/meetings/": _("会议"),
    "/meetings/topics/": _("议题"),
    "/meetings/resolutions/": _("决议"),
    "/admission/": _("准入事项"),
    "/admission/pushes/": _("拦下和拒收的"),
    "/admission/passages/": _("放行的"),
    "/admission/objections/": _("对准入的异议"),
    "/mandates/": _("职责清单"),
    "/mandates/lists/": _("清单与版本"),
    "/mandates/letters/": _("责任状台账"),
    "/mandates/stripped/": _("剥离职能台账"),
    "/enforcement/": _("执法案卷"),
    "/enforcement/powers/": _("下放权力"),
    "/enforcement/squads/": _("执法队伍"),
    "/powers/": _("权力行使"),
    "/powers/orders/": _("派驻指挥"),
    "/powers/opinions/": _("年度意见"),
    "/powers/counts/power/": _("权力行使统计：按权力"),
    "/powers/counts/street/": _("权力行使统计：按街道"),
    "/powers/counts/department/": _("权力行使统计：按单位"),
    "/powers/counts/team/": _("派驻队伍统计"),
    "/secretary-projects/": _("书记项目"),
    "/secretary-projects/calls/": _("书记项目年度通知"),
    "/secretary-projects/rates/": _("书记项目统计"),
    "/town/organisations/": _("单位名录"),
    "/town/documents/": _("文件与条款"),
    "/town/rules/": _("规则"),
    "/me/accounts/": _("账号与任职"),
    "/me/audit/": _("审计"),
}
