from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "gongzhi.config"
    label = "config"

    def ready(self) -> None:
        """Fill the slots of pages: rooms show themselves on each other's pages without importing."""
        from gongzhi.config.batches import BATCHES
        from gongzhi.config.lists import LISTS
        from gongzhi.config.slots import SLOTS
        from gongzhi.kit.web import lists, slots
        from gongzhi.town.batches import kinds

        slots.fill(SLOTS)
        lists.fill(LISTS)
        kinds.fill(BATCHES)
