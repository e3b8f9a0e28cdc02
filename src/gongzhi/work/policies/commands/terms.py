"""Terms: words whose meaning nobody has cited yet; the city's office writes it down with where it stands."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.documents.queries import clause
from gongzhi.work.policies.commands.sets import said
from gongzhi.work.policies.models import Term
from gongzhi.work.policies.rules import CITY, TERM


@founding("enter_term")
def enter_term(actor: Actor, *, word: str, said_in: str = "", synthetic: bool = False) -> Term:
    """录入用语: a word of the papers, its meaning 待确认."""
    if not actor.serves(*CITY):
        raise NotYours(_("用语由市里的办公室录入。"))
    said(word, _("请写用语。"), "word")
    if Term.objects.filter(word=word.strip()).exists():
        raise Refused(_("这个用语已经录入。"), field="word")
    return Term(
        id=new_id(), word=word.strip()[:60], said_in=said_in.strip()[:300], entered_at=clock.now(), synthetic=synthetic
    )  # fmt: skip


@step(TERM)
def define_term(_actor: Actor, term: Term, *, meaning: str, basis: str, clause_id: int | None = None) -> None:
    """写明含义: with where it stands; a meaning without a source stays unwritten."""
    _write(term, meaning, basis, clause_id)


@step(TERM)
def redefine_term(
    _actor: Actor, term: Term, *, meaning: str, basis: str, clause_id: int | None = None
) -> None:
    """改含义: what it said before stays in the journal."""
    _write(term, meaning, basis, clause_id)


def _write(term: Term, meaning: str, basis: str, clause_id: int | None) -> None:
    said(meaning, _("请写含义。"), "meaning")
    said(basis, _("请写明依据：哪份文件、哪一条。"), "basis")
    if "待确认" in basis:
        raise Refused(_("依据还待确认的，含义先不写。"), field="basis")
    if clause_id is not None and clause(clause_id) is None:
        raise Refused(_("没有这一条，请先在“文件与条款”录入。"), field="clause_id")
    term.meaning, term.basis, term.clause_id = meaning.strip(), basis.strip()[:200], clause_id
    term.defined_at = clock.now()
