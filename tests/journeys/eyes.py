"""What a journey looks with: pictures, axe, the console, and the weight of a page on the wire."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import gallery
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Response

AXE = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
UNCOMPRESSED = {".png", ".jpg", ".webp", ".woff2"}


def listen(context: BrowserContext) -> list[str]:
    """Everything the pages of a context complain of; kept on the context as ``said``."""
    said: list[str] = []
    context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: said.append(f"error: {error.error}"))
    context.said = said  # type: ignore[attr-defined]
    return said


def look(page: Page, name: str, *, whole: bool = True) -> Path:
    """A picture for the documents (GONGZHI_PICTURES=1) or for a person to look at (var/pictures)."""
    return gallery.take(page, name, whole=whole)


def assert_accessible(page: Page) -> None:
    """No finding of axe (WCAG 2.2 A and AA, and its best practices), once nothing is under way: a button that was just
    pressed is paler for a moment.
    """
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    found = Axe().run(page, options=AXE).response["violations"]
    words = [
        f"{one['id']}: {one['help']}\n    " + "\n    ".join(n["html"][:200] for n in one["nodes"][:5])
        for one in found
    ]
    assert not found, f"{page.url}\n" + "\n".join(words)


def assert_no_csp_errors(page: Page) -> None:
    """The console kept silent about the Content Security Policy, and no script broke."""
    said = getattr(page.context, "said", [])
    bad = [text for text in said if "Content Security Policy" in text or text.startswith("error: ")]
    broken = [text for text in bad if "Failed to load resource" not in text]
    assert not broken, "\n".join(broken)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} px too wide"


def assert_touchable(page: Page, least: int = 48) -> None:
    """Every control that stands alone is at least so high (a link in running text is not one)."""
    script = """least => [...document.querySelectorAll(
        'button, .btn, summary, select, input:not([type=hidden]), textarea, .tabs a, .ph-top a')]
      .filter(e => e.checkVisibility() && !e.closest('.opt, .vh, .seg'))
      .filter(e => e.getBoundingClientRect().height < least - 0.5)
      .map(e => e.outerHTML.slice(0, 120) + ' ' + e.getBoundingClientRect().height)"""
    small = page.evaluate(script, least)
    assert not small, "\n".join(small)


def kilobytes(page: Page, address: str, until: str = "networkidle") -> float:
    """What a first visit to ``address`` costs on the wire when text is compressed, in kB."""
    answers: list[Response] = []
    page.goto("about:blank")  # answers to the page before would be counted, and are gone once it is left
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- Playwright marks it
    page.goto(address, wait_until=until)  # type: ignore[arg-type]
    total = 0
    for answer in answers:
        if answer.status != 200 or answer.request.resource_type == "eventsource":
            continue
        if answer.request.resource_type == "fetch":  # a script may leave its answer unread, without a body
            total += int(answer.headers.get("content-length", 0))
            continue
        body = answer.body()
        packed = Path(urlsplit(answer.url).path).suffix in UNCOMPRESSED
        total += len(body) if packed else len(gzip.compress(body, 6))
    return total / 1000
