"""Who may share a view with an organisation: its leaders and clerks; and how many there may be."""

from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.people.models import Role

SHARERS = (
    Role.CITY_LEADER, Role.CITY_DISPATCHER, Role.DISTRICT_LEADER, Role.DISTRICT_DISPATCHER, Role.STREET_LEADER,
    Role.STREET_CLERK, Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER, Role.DEPARTMENT_LEADER, Role.DEPARTMENT_CLERK,
)  # fmt: skip


def shares_with(actor: Actor) -> int | None:
    """The organisation with which this actor may share: that of the post they act under."""
    post = actor.post
    return post.organisation_id if post and post.role in SHARERS else None


def shares_for(actor: Actor) -> set[int]:
    """The organisations whose shared views this actor keeps in order."""
    return {post.organisation_id for post in actor.serves(*SHARERS)}


def most_own() -> int:
    """How many views one person may keep of one list."""
    return int(records.value("views.most_own"))


def most_shared() -> int:
    """How many views of one list an organisation may share."""
    return int(records.value("views.most_shared"))
