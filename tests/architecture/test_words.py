"""Chinese first and English complete: every sentence can be translated and is; nothing is written past the translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongzhi"
CHINESE = re.compile(r"[一-鿿]")
SAYS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "gettext_noop",
}
#: Where Chinese is data or speaks to the machine's operator, in both languages at once; each with the reason.
NOT_A_PAGE = (
    "demo/", "config/cli/", "config/ground/", "config/help/", "config/settings/", "locale/", "gateways/open311/document.py",
)  # fmt: skip
#: Chinese that is no sentence to a reader: words that are looked for, or names of the record itself.
ALLOWED = {
    "kit/chinese.py": "surnames and readings",
    "kit/search.py": "a range of characters",
    "kit/web/words.py": "compound surnames, by which a name is masked",
    "work/cases/queries.py": "how an address names a building",
    "work/cases/head_views/today.py": "how an address names a community",
    "work/cases/public_views/sheet.py": "how an address names a community",
    "work/cases/rules.py": "how a template marks what is to be filled in",
    "gateways/mail/letters.py": "how an address names a door, so that it is left out of a letter",
    "kit/web/styleguide.py": "the style page's own sample",
    "kit/records/rules.py": "speaks to developers when a record is missing",
    "kit/registers/columns.py": "what counts as yes and no, and how dates are written",
    "town/areas/divisions.py": "kinds of the national code list, stored as they are",
    "town/access/actor.py": "labels that are written into the journal",
    "town/people/models.py": "roles' marks",
    "config/first_run/steps.py": "the label that is written into the journal",
    "work/filings/values.py": "what counts as yes and no",
    "work/street_powers/commands/opinions.py": "how a number judges a person, so that it is refused",
}


#: Keyword arguments that hold data or speak to programmers: what a cell may look like, foreign headings, an API's summary.
DATA = {"example", "code", "aliases", "summary", "title"}
IN_DOUBT = "待确认"  # the word of a record whose basis nobody has seen; it is stored as it is


def messages() -> Iterator[tuple[Path, str]]:
    """Every file of messages, and each of its entries as written."""
    for path in SOURCE.rglob("django.po"):
        for entry in path.read_text(encoding="utf-8").split("\n\n")[1:]:
            if "\nmsgid " in f"\n{entry}" and not entry.startswith("#~"):
                yield path, entry


def test_every_sentence_has_its_english():
    wrong = []
    for path, entry in messages():
        translations = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', entry, re.MULTILINE)
        empty = any(not re.sub(r'"|\n', "", one) for one in translations)
        if empty or ", fuzzy" in entry:
            wrong.append(f"{path.relative_to(SOURCE)}: {entry[:160]}")
    assert not wrong, f"{len(wrong)} without English (make messages):\n" + "\n".join(wrong[:40])


def collected() -> set[str]:
    """Every msgid that is in a file of messages."""
    found = set()
    for _path, entry in messages():
        for part in re.findall(r'^msgid(?:_plural)? ((?:".*"\n?)+)', entry, re.MULTILINE):
            found.add("".join(ast.literal_eval(line) for line in part.strip().split("\n")))
    return found


def of_code(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Each Chinese text of a module but docstrings: line, text, whether it goes through the translation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in DATA:
            said |= {-id(one) for one in ast.walk(node.value) if isinstance(one, ast.Constant)}
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name in SAYS:
            said |= {id(one) for argument in node.args for one in ast.walk(argument)}
            said -= {-id(one) for argument in node.args for one in ast.walk(argument)}
        body = getattr(node, "body", None)
        if isinstance(body, list):  # docstrings, and strings that stand as remarks
            said |= {-id(one.value) for one in body if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if CHINESE.search(text) and -id(node) not in said:
            yield node.lineno, text, id(node) in said  # type: ignore[attr-defined]


def modules() -> list[Path]:
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if "tests" not in path.parts and "migrations" not in path.parts and path.name != "conftest.py"
    ]


def test_no_sentence_of_the_code_is_written_past_the_translation():
    wrong = []
    for path in modules():
        name = str(path.relative_to(SOURCE))
        if name.startswith(NOT_A_PAGE) or name in ALLOWED:
            continue
        wrong += [
            f"{name}:{line}: {text[:60]}"
            for line, text, said in of_code(path)
            if not said and text != IN_DOUBT
        ]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:60])


BLOCK = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)


def of_template(path: Path) -> list[str]:
    """Chinese that stands in a template outside translate, blocktranslate and remarks."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    return [
        line.strip()[:80] for line in TAG.sub("", BLOCK.sub("", text)).split("\n") if CHINESE.search(line)
    ]


def test_no_sentence_of_a_template_is_written_past_the_translation():
    wrong = []
    for path in SOURCE.rglob("*.html"):
        name = str(path.relative_to(SOURCE))
        if (
            "/style" in name or name.startswith(NOT_A_PAGE) or name.endswith("parts/language.html")
        ):  # a language names itself
            continue
        wrong += [f"{name}: {line}" for line in of_template(path)]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:60])


def test_every_sentence_of_the_code_is_collected():
    """``make messages`` was run: no sentence waits outside the files."""
    known = collected()
    missing = {
        text
        for path in modules()
        for _line, text, said in of_code(path)
        if said and text not in known and not str(path.relative_to(SOURCE)).startswith("demo/")
    }
    assert not missing, f"{len(missing)} (make messages):\n" + "\n".join(sorted(missing)[:40])


def test_the_compiled_files_are_those_of_the_texts():
    """A compiled file holds what its text says (pages read the compiled one)."""
    gettext = pytest.importorskip("gettext")
    for path, entry in messages():
        part = re.search(r'^msgid ((?:".*"\n?)+)^msgstr ((?:".*"\n?)+)', entry, re.MULTILINE)
        if not part:
            continue
        msgid, msgstr = (
            "".join(ast.literal_eval(line) for line in text.strip().split("\n")) for text in part.groups()
        )
        with path.with_suffix(".mo").open("rb") as held:
            compiled = _compiled(gettext, path, held)
        if msgid:
            assert compiled.gettext(msgid) == msgstr, f"{path}: make messages"


_books: dict = {}


def _compiled(gettext, path, held):
    if path not in _books:
        _books[path] = gettext.GNUTranslations(held)
    return _books[path]
