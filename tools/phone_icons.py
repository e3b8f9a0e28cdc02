"""Draw the icons of the installable app from ``static/gz/mark.svg``; needs Chromium, run when the mark changes."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

GZ = Path(__file__).resolve().parents[1] / "static" / "gz"


def main() -> None:
    mark = (GZ / "mark.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in (192, 512):
            for name, share in (("", 0.86), ("-maskable", 0.56)):
                page = chromium.new_page(viewport={"width": size, "height": size})
                side = round(size * share)
                style = "margin:0;background:#fff;display:grid;place-items:center;height:100vh"
                page.set_content(
                    f'<body style="{style}">{mark.replace("<svg", f"<svg width={side} height={side}", 1)}'
                )
                page.screenshot(path=GZ / "phone" / f"icon-{size}{name}.png")
        chromium.close()


if __name__ == "__main__":
    main()
