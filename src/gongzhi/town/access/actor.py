"""Actors: whoever takes a step. Their posts decide, and the area of a post is resolved with its predecessors."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from gongzhi.town.areas.tree import tree


@dataclass(frozen=True)
class PostCard:
    """A post as an actor carries it: role, organisation and area ids, until when, and for whom it stands in."""

    id: int
    role: str
    organisation_id: int
    area_id: int
    level: str
    valid_to: date | None = None
    stands_in_for: int | None = None

    @cached_property
    def reach(self) -> frozenset[int]:
        """The post's area and its predecessors."""
        return (
            tree().reach(self.area_id)
            if self.level not in ("building", "unit")
            else frozenset({self.area_id})
        )


@dataclass(frozen=True)
class Actor:
    """A person of the service, a resident with a code, another system, or the clock."""

    kind: str = "person"
    user_id: int | None = None
    label: str = ""
    posts: tuple[PostCard, ...] = ()
    acting_as: int | None = None
    scopes: frozenset[str] | None = None
    report_id: UUID | None = None
    case_id: UUID | None = None

    @cached_property
    def post(self) -> PostCard | None:
        """The post that steps are written under: the chosen one, else the first."""
        for post in self.posts:
            if post.id == self.acting_as:
                return post
        return self.posts[0] if self.posts else None

    @property
    def post_id(self) -> int | None:
        return self.post.id if self.post else None

    @property
    def organisation_id(self) -> int | None:
        return self.post.organisation_id if self.post else None

    @property
    def key(self) -> str:
        """Whose idempotency key it is."""
        return f"{self.kind}:{self.user_id or self.report_id or self.label}"

    def serves(self, *roles: str) -> list[PostCard]:
        """The posts that have one of these roles."""
        return [post for post in self.posts if post.role in roles]


NOBODY = Actor(kind="nobody", label="-")
CLOCK = Actor(kind="clock", label="时钟")


def system(label: str) -> Actor:
    """Another system or a command line, by its name."""
    return Actor(kind="system", label=label)


def resident(report_id: UUID | None = None, case_id: UUID | None = None) -> Actor:
    """A resident, known only by the report that they hold the code of (and its case, where that was just read)."""
    return Actor(kind="resident", label="居民", report_id=report_id, case_id=case_id)


def from_rows(user: Any, posts: list[dict[str, Any]], acting_as: int | None = None) -> Actor:
    """An actor from an account and the rows of its posts in force (as ``people.queries`` reads them)."""
    cards = tuple(
        PostCard(
            id=row["id"],
            role=row["role"],
            organisation_id=row["organisation_id"],
            area_id=row["area_id"],
            level=row["level"],
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            stands_in_for=row["stands_in_for"],
        )
        for row in posts
    )
    return Actor(user_id=user.pk, label=user.name, posts=cards, acting_as=acting_as)
