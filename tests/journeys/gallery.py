"""The pictures that are kept with the documents: which pages, what they show, and how small they are made.

``make pictures`` (GONGZHI_PICTURES=1) writes them anew; otherwise every picture goes to var/pictures.
"""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

PROJECT = Path(__file__).resolve().parents[2]
WRITTEN = os.environ.get("GONGZHI_PICTURES") == "1"
KEPT, ASIDE = PROJECT / "docs" / "screens", PROJECT / "var" / "pictures"
COLOURS = 64  # the colours of a page are few
PHONE = 390  # points across; a phone's picture has two pixels for each, and one is enough on a page
SCREENS = {
    "resident-report-phone": ("居民：说件事", "Resident: report, no account"),
    "resident-trace-phone": ("居民：查进度", "Resident: the trace, like a parcel's"),
    "resident-rate-phone": ("居民：评价", "Resident: rate the organisations"),
    "head-today-390": ("网格长：今天", "Head of a grid: today"),
    "head-case-390": ("网格长：一件事", "Head of a grid: one matter"),
    "phone-queue": ("没有信号：待上传", "Without signal: what waits"),
    "artery-desk-desk": ("街道经办：我的待办", "Street's clerk: my desk"),
    "artery-case-desk": ("事项页", "The case and its way"),
    "artery-compose-desk": ("写吹哨通知单", "Composing a whistle"),
    "artery-inbox-heating-desk": ("部门：召集", "Department: inbox"),
    "artery-report-in-heating-phone": ("部门：报到", "Department: report in, on the phone"),
    "staff-clerk-board-desk": ("看板", "Board"),
    "staff-clerk-list-desk": ("列表", "Table"),
    "staff-clerk-list-phone": ("列表，手机上", "Table, on a phone"),
    "map-desk": ("地图", "Map"),
    "map-resident-phone": ("居民：在地图上选地方", "Resident: choosing the place on the map"),
    "staff-clerk-duty-desk": ("值班", "Duty rota"),
    "staff-leader-signing-phone": ("街道书记：等我签发", "Street's secretary: to sign"),
    "staff-caller-call-back-desk": ("回访", "Call-back"),
    "staff-dispatcher-dispute-desk": ("异议与裁定", "Dispute and ruling"),
    "staff-clerk-mandates-desk": ("职责清单", "Duty list"),
    "staff-clerk-whistle-desk": ("一声哨", "One whistle"),
    "staff-worker-new-desk": ("登记一件", "File a matter"),
    "staff-leader-tasks-desk": ("督办台账", "Register of tasks"),
    "staff-sorter-where-desk": ("定位", "Placing"),
    "phone-conflict": ("没有做成：两个样子", "Not done: both versions"),
    "public-page-phone": ("街道社区公开页", "Public page of a community"),
    "counters-desk": ("办事窗口", "Counters"),
    "codes-sheet-desk": ("楼门二维码", "Codes for the doors"),
    "town-clerk-grid-desk": ("一个网格", "One grid"),
    "town-clerk-registers-desk": ("登记册", "Registers"),
    "town-system-preview-desk": ("导入前先看", "Looking before importing"),
    "town-system-accounts-desk": ("账号与任职", "Accounts and posts"),
    "town-system-rule-preview-desk": ("改规则前先看", "A rule looked at before it is set"),
    "town-security-security-desk": ("令牌与会话", "Tokens and sessions"),
    "town-audit-audit-desk": ("审计", "Audit"),
    "start-city-desk": ("首次设置：建市", "First run: the city"),
    "start-people-desk": ("首次设置：三名管理员", "First run: three administrators"),
    "staff-en-desk": ("我的待办（英文）", "My desk, in English"),
}


def take(page: Page, name: str, *, whole: bool = True) -> Path:
    """A picture: of a kept page small and among the documents if they are being written, else aside."""
    kept = WRITTEN and name in SCREENS
    path = (KEPT if kept else ASIDE) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    shot = page.screenshot(full_page=whole and not kept, animations="disabled")
    path.write_bytes(small(shot) if kept else shot)
    return path


def small(shot: bytes) -> bytes:
    """A screenshot with a palette, a phone's at half its size: a fifth of its bytes."""
    held = io.BytesIO()
    made = Image.open(io.BytesIO(shot)).convert("RGB")
    if made.width == 2 * PHONE:
        made = made.reduce(2)
    made.quantize(COLOURS, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return held.getvalue()


def page_of_screens() -> str:
    """docs/screens/README.md: every kept picture with its words."""
    lines = [
        "# 界面 · Screens",
        "",
        "合成数据；由测试截取（`make pictures`）。 *Synthetic data; taken by the tests.*",
        "",
    ]
    for name, (chinese, english) in SCREENS.items():
        wide = 280 if name.endswith(("phone", "390", "queue", "conflict")) else 720
        lines += [
            f"## {chinese} · {english}",
            "",
            f'<img src="{name}.png" alt="{chinese}" width="{wide}">',
            "",
        ]
    return "\n".join(lines)
