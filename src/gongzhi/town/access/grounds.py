"""Which ground an actor's maps show: the areas of their posts as they are today."""

from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tree import tree


def grounds(actor: Actor) -> frozenset[int]:
    """The areas of an actor's posts, as far as a map draws them: of a building or unit its grid."""
    found: set[int] = set()
    for post in actor.posts:
        if tree().get(post.area_id) is None:
            found.add(place_of(post.area_id).grid_id or tree().city().id)
        else:
            found |= {card.id for card in tree().today_of(post.area_id)}
    return frozenset(found)
