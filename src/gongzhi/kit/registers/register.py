"""A register: columns declared once; template, import, export and print come from them."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.registers import books, checks, reading
from gongzhi.kit.registers.checks import Progress, Row
from gongzhi.kit.registers.columns import Column
from gongzhi.kit.registers.storing import Stored, Values, store

Write = Callable[[Any, list[Row], str, Progress], Stored]


@dataclass
class Outcome:
    """What an import did, or in a dry run would do. ``errors_path``: the wrong rows with reasons, if there are any."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    errors_path: Path | None = None
    rows: list[Row] = field(default_factory=list, repr=False)


def _silent(_done: int, _total: int, _what: str = "") -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Register:
    """One register.

    :param key: the values by which a row is known again (after look-ups), such as ``("code",)``.
    :param may: who may import; :param sees: who may export (default: the same).
    :param narrow: of all rows of the model, those that an actor may export (default: all).
    :param rows: the rows that an actor may export, as dictionaries by field; default: all of the model.
    :param derive: values of a good row to columns of the model; default: as they are.
    :param review: looks at all good rows together and refuses some (``row.refuse``).
    :param live, complete: see ``storing.store``.
    :param write: instead of storing, bring the rows in through the room's own commands.
    :param after: called in the same transaction when anything changed (``reference.bump``).
    """

    name: str
    title: Any
    model: type[models.Model]
    columns: Sequence[Column]
    key: Sequence[str]
    may: Callable[[Any], bool]
    sees: Callable[[Any], bool] | None = None
    rows: Callable[[Any], Iterable[dict[str, Any]]] | None = None
    narrow: Callable[[Any, models.QuerySet], models.QuerySet] | None = None
    derive: Callable[[dict[str, Any]], Values] | None = None
    review: Callable[[Any, list[Row]], None] | None = None
    live: dict[str, Any] = field(default_factory=dict)
    complete: Callable[[list[Values]], None] | None = None
    write: Write | None = None
    after: Callable[[], None] | None = None

    def template(self, path: Path) -> None:
        """Write the empty workbook."""
        books.template(Path(path), str(self.title), self.columns)

    def import_file(
        self,
        path: Path,
        actor: Any,
        mode: str = "new",
        *,
        limit: int | None = None,
        good_rows: bool = False,
        dry_run: bool = False,
        mapping: dict[str, str] | None = None,
        progress: Progress | None = None,
        errors_folder: Path | None = None,
    ) -> Outcome:
        """Bring a file in: checked whole, then written in one transaction, or returned with reasons.

        :param mode: handed to ``write`` (cases: new or history).
        :param good_rows: take the good rows and return the others; otherwise one wrong row stops all.
        :param mapping: foreign heading to our heading or field; remembered for later files.
        :param errors_folder: where the wrong rows go; default: a fresh temporary folder.
        :raises NotYours: the actor may not import here. :raises Refused: the file as such is not usable.
        """
        from gongzhi.kit.registers import commands

        if not self.may(actor):
            raise NotYours(_("您的岗位不能向这个登记簿导入。"))
        progress, path = progress or _silent, Path(path)
        mapped = commands.remembered(self, actor, mapping or {}, keep=not dry_run)
        sheet = reading.read(path, self._headings() | set(mapped))
        places = checks.place_columns(self.columns, sheet, mapped)
        if limit is not None:
            del sheet.rows[limit:]
        rows = checks.check(self.columns, self.key, sheet, places, progress)
        if self.review:
            self.review(actor, [row for row in rows if not row.wrong])
        outcome = Outcome(rows=rows)
        job = commands.Job(self, rows, outcome, good_rows, progress)
        named = {"register": self.name, "mode": mode, "file_name": path.name, "sha256": sheet.sha256}
        with transaction.atomic():
            commands.bring(actor, job, **named)
            halted = outcome.rejected and not good_rows
            if dry_run or halted:
                transaction.set_rollback(True)
        if halted:
            outcome.created = outcome.changed = outcome.unchanged = 0
        self._give_back(outcome, sheet, places, path, errors_folder)
        return outcome

    def keep(self, actor: Any, rows: list[Row], mode: str, progress: Progress) -> Stored:
        """Write good rows; called by the command, inside its transaction."""
        if self.write:
            stored = self.write(actor, rows, mode, progress)
        else:
            values = [self.derive(row.values) if self.derive else dict(row.values) for row in rows]
            stored = store(self.model, self.key, values, live=self.live, complete=self.complete)
        if self.after and (stored.created or stored.changed):
            self.after()
        progress(len(rows), len(rows), _("写入"))
        return stored

    def export(self, path: Path, actor: Any, rows: Iterable[dict[str, Any]] | None = None) -> int:
        """Write what the actor may see (or just ``rows``) as a workbook that can be imported again; how many."""
        return books.export(
            Path(path), str(self.title), self.columns, self._seen(actor) if rows is None else rows
        )

    def print_rows(self, actor: Any) -> Iterator[list[str]]:
        """台账: the headings, then each row as words."""
        yield [str(column.heading) for column in self.columns]
        for row in self._seen(actor):
            yield [str(column.shown(row[column.field])) for column in self.columns]

    def _seen(self, actor: Any) -> Iterable[dict[str, Any]]:
        if not (self.sees or self.may)(actor):
            raise NotYours(_("您的岗位不能导出这个登记簿。"))
        if self.rows:
            return self.rows(actor)
        found = self.model._default_manager.filter(**self.live).order_by(*self.key)
        found = self.narrow(actor, found) if self.narrow else found
        plain = [column.field for column in self.columns if not column.path]
        far = {column.field: F(column.path) for column in self.columns if column.path}
        return found.values(*plain, **far).iterator(chunk_size=2000)

    def _headings(self) -> set[str]:
        return {heading for column in self.columns for heading in column.headings()}

    def _give_back(
        self, outcome: Outcome, sheet: reading.Sheet, places: dict[str, int], path: Path, folder: Path | None
    ) -> None:
        if not outcome.rejected:
            return
        folder = folder or Path(tempfile.mkdtemp(prefix="gongzhi-import-"))
        outcome.errors_path = folder / f"{path.stem}-{_('有误')}.xlsx"
        names = {column.field: str(column.heading) for column in self.columns}
        wrong = (row for row in outcome.rows if row.wrong)
        books.errors(outcome.errors_path, sheet.headings, places, wrong, names)

    def column(self, name: str) -> Column:
        """A column by field or heading.

        :raises Refused: there is none.
        """
        for column in self.columns:
            if name == column.field or name in column.headings():
                return column
        raise Refused(_("没有“%s”这一列。") % name, field="mapping")
