"""Role x area x thing over every address: what one may not see is 404 and in no list, export, search, board or count.

The expectation is ``table``, written by hand; addresses come from the resolver, steps from the flows' own addresses.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from gongzhi.kit.journal.models import Entry
from gongzhi.work.cases import spots
from gongzhi.work.enforcement.tests.making import MASKED as PARTY_MASKED
from gongzhi.work.enforcement.tests.making import PARTY
from gongzhi.work.enforcement.tests.making import PHONE as PARTY_PHONE
from tests.matrix import routes
from tests.matrix.crawl import NOWHERE, Asker, Said, address, as_nowhere, askers
from tests.matrix.table import ADMINISTRATORS, CASES, KNOWS, SEES, matter
from tests.matrix.world import MASKED, NAME, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXPORTED = (
    "cases/",
    "whistles/",
    "whistles/calls/",
    "whistles/disputes/",
    "tasks/",
    "whistles/arrivals/",
    "enforcement/",
    "enforcement/powers/",
)
EXPORTED = ("cases/", "whistles/", "whistles/calls/", "whistles/disputes/", "tasks/", "whistles/arrivals/", "powers/",
            "powers/orders/", "powers/opinions/", "secretary-projects/", "secretary-projects/calls/")  # fmt: skip
#: One of each way of having nothing to do with it: elsewhere, ended, without a post, administrator, another office.
STRANGERS = {
    ("anonymous", ""), ("nobody", "here"), ("system_admin", "here"), ("street_clerk", "there"), ("grid_head", "next"),
    ("department_clerk", "next"), ("street_leader", "ended"), ("community_worker", "here"), ("caller", "next"),
}  # fmt: skip


def none(wrong):
    """Fails with all that is wrong, a line each."""
    assert not wrong, "\n" + "\n".join(str(one) for one in wrong[:60])


@pytest.fixture(scope="module")
def everybody(world):
    return askers(world)


@dataclass
class Asked:
    """All that was asked, and what was said to whom."""

    world: World
    everybody: list[Asker]
    shown: dict[Any, Said] = field(default_factory=dict)
    listed: dict[Any, Said] = field(default_factory=dict)

    @property
    def every(self):
        return {**self.shown, **self.listed}

    def show(self):
        """(person, route, kind) -> answer, for every address that shows one thing."""
        for asker in self.everybody:
            for route, kinds in routes.SHOWS.items():
                for kind in kinds:
                    whole = asker.person in routes.seen_at(route, kind) or asker.person in STRANGERS
                    ask = asker.get if whole else asker.get_part
                    self.shown[asker.person, route, kind] = ask(address(route, self.world.things[kind].pk))

    def list(self):
        """(person, address) -> answer: every list for everybody; its exports, prints and searches for those here and
        some strangers; pages about the house for those here.
        """
        for asker in self.everybody:
            paths = {f"/{route}" for route in routes.LISTS - {"api/v1/cases/similar"}}
            paths |= {f"/api/v1/cases/?q={self.world.words[kind]}" for kind in CASES}
            if asker.person[1] == "here" or asker.person in STRANGERS:
                paths |= more(self.world)
            self.listed |= {(asker.person, path): asker.get(path) for path in sorted(paths)}


def more(world):
    paths = {f"/{route}?as={form}" for route in EXPORTED for form in ("xlsx", "print")}
    for kind in CASES:
        paths |= {f"/cases/?q={world.words[kind]}", f"/cases/?q={world.things[kind].number}&as=xlsx"}
    paths |= {
        "/cases/?author=me",
        f"/cases/?building={world.town.areas.building.pk}",
        "/whistles/?stage=sounded",
    }
    staff = {
        f"/{route}" for route, _one in routes.walk() if routes.place_of(route) == "staff" and "<" not in route
    }
    return paths | staff


def test_every_route_has_its_place():
    unplaced = [path for path, _one in routes.walk() if not routes.place_of(path)]
    assert not unplaced, "say in tests/matrix/routes.py who may come there"
    known = {path for path, _one in routes.walk()}
    assert not (set(routes.SHOWS) | routes.LISTS) - known, "no longer there"


def what_one_may_not_see_is_as_if_it_were_not(asked):
    """404, and word for word the answer for an id that never was."""
    wrong, nothing = [], {}
    for asker in asked.everybody:
        whole = asker.person in STRANGERS
        for route, kinds in routes.SHOWS.items():
            for kind in kinds:
                if asker.person == ("anonymous", "") or asker.person in routes.seen_at(route, kind):
                    continue
                known = (asker.person if whole or route.startswith("files/") else "", route)
                if known not in nothing:
                    ask = asker.get if whole else asker.get_part
                    nothing[known] = as_nowhere(ask(address(route, NOWHERE)).words, NOWHERE)
                said = asked.shown[asker.person, route, kind]
                if (
                    said.status != 404
                    or as_nowhere(said.words, asked.world.things[kind].pk) != nothing[known]
                ):
                    wrong.append((asker.person, route, kind, said.status))
    none(wrong)


def whoever_may_see_it_sees_it(asked):
    wrong = []
    for (person, route, kind), said in asked.shown.items():
        if person in routes.seen_at(route, kind):
            fine = {200, 403, 404, 405, 409} if route in routes.NARROWER else {200}
            if said.status not in fine:
                wrong.append((person, route, kind, said.status))
    none(wrong)


def nobody_signed_in_gets_nothing(asked):
    wrong = []
    for (person, path, *_kind), said in asked.every.items():
        if person != ("anonymous", ""):
            continue
        if path.startswith(("api/", "/api/", "/me/phone/")):  # the last is the phone's own worker
            fine = said.status == 401
        elif path == "/":
            fine = said.target == "/r/"
        else:
            fine = said.status in (404, 405) or said.target.startswith("/account/login/")
        if not fine:
            wrong.append((path, said.status, said.target))
    none(wrong)


def no_list_export_search_or_board_names_what_one_may_not_see(asked):
    wrong = []
    for (person, path, *_kind), said in asked.every.items():
        spoken = {word for word in asked.world.words.values() if word in path}
        for kind in CASES:
            if person in matter(kind):
                continue
            number = asked.world.things[kind].number
            if (asked.world.words[kind] in said.words and asked.world.words[kind] not in spoken) or (
                number in said.words and number not in path
            ):
                wrong.append((person, path, kind))
    none(wrong)


def lists_hold_all_and_only_what_one_sees(asked):
    wrong = []
    for asker in asked.everybody[1:]:
        seen = {kind for kind in CASES if asker.person in SEES[kind]}
        for path in (
            "/cases/",
            "/cases/?as=xlsx",
            "/cases/?as=print",
            "/api/v1/cases/",
            "/api/v1/cases/board",
        ):
            said = asked.listed.get((asker.person, path))
            if said is None:
                continue
            found = {kind for kind in CASES if asked.world.words[kind] in said.words}
            if said.status != 200 or found != seen:
                wrong.append((asker.person, path, said.status, found ^ seen))
        for path, kinds in (
            ("/api/v1/whistles/", routes.WHISTLES), ("/api/v1/report-ins/", routes.REPORT_INS),
            ("/api/v1/disputes/", routes.DISPUTES), ("/api/v1/tasks/", ("task",)),
            ("/api/v1/enforcement/", ("enforcement_file",)), ("/api/v1/delegated-powers/", ("power",)),
            ("/api/v1/powers/", routes.POWER_USES), ("/api/v1/command-orders/", routes.COMMAND_ORDERS),
            ("/api/v1/yearly-opinions/", routes.OPINIONS), ("/api/v1/policies/", routes.POLICIES),
            ("/api/v1/requirements/", ("requirement",)), ("/api/v1/acknowledgements/", ("acknowledgement",)),
            ("/api/v1/policy-terms/", ("term",)),
            ("/api/v1/secretary-projects/", routes.PROJECTS),
            ("/api/v1/secretary-project-calls/", ("project_call",)),
            ("/api/v1/filings/forms/", ("filing", "filing_draft")), ("/api/v1/filings/sheets/", ("filing_sheet",)),
        ):  # fmt: skip
            words = asked.listed[asker.person, path].words
            for kind in kinds:
                if (f'"id":"{asked.world.things[kind].pk}"' in words) != (asker.person in SEES[kind]):
                    wrong.append((asker.person, path, kind))
    none(wrong)


def the_map_draws_all_and_only_what_one_sees(asked):
    """As far as it lies somewhere: what nobody has placed yet stands in the list alone."""
    drawn = {kind for kind in CASES if spots.spot(vars(asked.world.things[kind]))}
    assert {"plain", "secret", "called"} <= drawn
    wrong = []
    for asker in asked.everybody[1:]:
        said = asked.listed[asker.person, "/cases/map/points/"]
        found = {kind for kind in CASES if str(asked.world.things[kind].pk) in said.words}
        if said.status != 200 or found != {kind for kind in drawn if asker.person in SEES[kind]}:
            wrong.append((asker.person, said.status, found))
    none(wrong)


def a_search_finds_what_one_sees_and_nothing_else(asked):
    wrong = []
    for asker in asked.everybody[1:]:
        for kind in CASES:
            said = asked.listed[asker.person, f"/api/v1/cases/?q={asked.world.words[kind]}"]
            if (asked.world.things[kind].number in said.words) != (asker.person in SEES[kind]):
                wrong.append((asker.person, kind))
    none(wrong)


def only_whoever_must_know_reads_a_telephone_in_the_words(asked):
    """In pages, lists, exports, prints and the API. Called departments, callers and leaders above never do."""
    wrong = []
    for (person, path, *_kind), said in asked.every.items():
        wrong += [
            (person, path, kind)
            for kind, phone in asked.world.phones.items()
            if person not in KNOWS[kind] and phone in said.words
        ]
    none(wrong)


def nobody_reads_a_name_without_a_reason(asked):
    """The full name is only in what ``reveal`` shows; the masked one only before those who deal with the person."""
    knowing = set().union(*KNOWS.values())
    for (person, path, *_kind), said in asked.every.items():
        assert NAME not in said.words, (person, path)
        if person not in knowing | SEES["call_back"]:
            assert MASKED not in said.words, (person, path)


def nobody_reads_a_party_without_a_reason(asked):
    """The party of an enforcement file: never the full name, the masked one only before those who see the file."""
    for (person, path, *_kind), said in asked.every.items():
        assert PARTY not in said.words, (person, path)
        assert PARTY_PHONE not in said.words, (person, path)
        if person not in SEES["enforcement_file"]:
            assert PARTY_MASKED not in said.words, (person, path)


def a_tip_does_not_name_its_reporter_to_the_community(asked):
    for (person, path, *_kind), said in asked.every.items():
        if person not in matter("secret") and asked.world.words["secret"] not in path:
            assert asked.world.words["secret"] not in said.words, (person, path)


def administrators_get_nothing_of_residents(asked):
    things = {str(thing.pk) for thing in asked.world.things.values() if isinstance(thing.pk, UUID)}
    for (person, path, *_kind), said in asked.every.items():
        if person[0] in ADMINISTRATORS:
            for word in (*asked.world.words.values(), NAME, MASKED, *asked.world.phones.values()):
                assert word not in said.words or word in path, (person, path, word)
            if not _kind and path != "/me/audit/":  # the journal names things by id
                assert not [pk for pk in things if pk in said.words], (person, path)


def nobody_is_answered_with_an_error_of_ours(asked):
    assert not [(*where, said.status) for where, said in asked.every.items() if said.status >= 500]


CHECKS = (
    what_one_may_not_see_is_as_if_it_were_not,
    whoever_may_see_it_sees_it,
    nobody_signed_in_gets_nothing,
    no_list_export_search_or_board_names_what_one_may_not_see,
    lists_hold_all_and_only_what_one_sees,
    the_map_draws_all_and_only_what_one_sees,
    a_search_finds_what_one_sees_and_nothing_else,
    only_whoever_must_know_reads_a_telephone_in_the_words,
    nobody_reads_a_name_without_a_reason,
    nobody_reads_a_party_without_a_reason,
    a_tip_does_not_name_its_reporter_to_the_community,
    administrators_get_nothing_of_residents,
    nobody_is_answered_with_an_error_of_ours,
)


def test_what_everybody_is_shown_and_told(world, everybody, subtests):
    asked = Asked(world, everybody)
    asked.show()
    asked.list()
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(asked)


def test_counts_count_what_one_sees(world):
    """What the desk counts is counted by these conditions: none counts what its reader may not see."""
    from gongzhi.work.cases import queries as cases
    from gongzhi.work.cases.models import Case
    from gongzhi.work.secretary_projects import desk as projects
    from gongzhi.work.street_powers import desk as powers
    from gongzhi.work.tasks import queries as tasks
    from gongzhi.work.whistles import queries as whistles

    kinds = {thing.pk: kind for kind, thing in world.things.items()}
    wrong = []
    for person, user in world.people.items():
        actor = world.town.actor(user.username)
        counted = [Case.objects.filter(q) for q in cases.mine(actor).values()]
        counted += [model.objects.filter(q) for model, q in whistles.mine(actor).values()]
        counted += [model.objects.filter(q) for model, q in powers.mine(actor).items()]
        counted += [model.objects.filter(q) for model, q in projects.mine(actor).items()]
        counted += [tasks.open_for(actor), tasks.to_close(actor)]
        for rows in counted:
            wrong += [
                (person, kinds[pk])
                for pk in rows.values_list("pk", flat=True)
                if person not in SEES[kinds[pk]]
            ]
    none(wrong)


def test_no_step_is_open_on_what_one_may_not_see(world, everybody):
    """By page and by API: the answer is the same as for a thing that does not exist, and nothing is written."""
    wrong, before = [], Entry.objects.count()
    for asker in (one for one in everybody if one.person in STRANGERS):
        for route, show in routes.steps():
            nothing = asker.post(address(route, NOWHERE))
            for kind in hidden(asker, routes.SHOWS[show]):
                pk = world.things[kind].pk
                said = asker.post(address(route, pk))
                same = as_nowhere(said.words, pk) == as_nowhere(nothing.words, NOWHERE)
                if said.status != nothing.status or not same or said.status not in (404, 422, 401, 302):
                    wrong.append((asker.person, route, kind, said.status, nothing.status))
    none(wrong)
    assert Entry.objects.count() == before


def hidden(asker, kinds):
    return [kind for kind in kinds if asker.person not in SEES[kind]][:1]
