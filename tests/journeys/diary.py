"""What a day's journey writes down: a page in words with its pictures (docs/day.md, made by ``make pictures``)."""

from dataclasses import dataclass, field
from datetime import datetime

from eyes import assert_accessible, assert_fits, assert_no_csp_errors
from gallery import ASIDE, PROJECT, WRITTEN, small
from playwright.sync_api import Page

from gongzhi.kit import clock

PAGE, FOLDER = PROJECT / "docs" / "day.md", PROJECT / "docs" / "day"


@dataclass
class Diary:
    """Told in the order of the day: ``tell`` a heading in both languages and what happened; ``look`` at a page."""

    title: str
    lines: list[str] = field(default_factory=list)
    looked: int = 0

    def tell(self, who: str, chinese: str, english: str) -> None:
        at = clock.local(clock.now())
        self.lines += [f"## {at:%H:%M} {who}", "", chinese, "", f"*{english}*", ""]

    def look(self, page: Page, words: str) -> None:
        """A picture, and that the page fits, breaks no policy and is accessible."""
        assert_fits(page)
        assert_no_csp_errors(page)
        assert_accessible(page)
        self.looked += 1
        name = f"{self.looked:02d}.png"
        folder = FOLDER if WRITTEN else ASIDE / "day"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(small(page.screenshot(animations="disabled")))
        wide = (page.viewport_size or {}).get("width", 0) > 800
        self.lines += [f'<img src="day/{name}" alt="{words}" width="{720 if wide else 260}">', ""]

    def write(self, today: datetime, foreword: str) -> None:
        head = [f"# {self.title}", "", foreword, ""]
        if not WRITTEN:
            return
        PAGE.write_text("\n".join([*head, *self.lines]).rstrip() + "\n")
        for old in FOLDER.glob("*.png"):
            if int(old.stem) > self.looked:
                old.unlink()
