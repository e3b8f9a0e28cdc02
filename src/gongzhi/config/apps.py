from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "gongzhi.config"
    label = "config"

    def ready(self) -> None:
        """Fill the slots of pages: rooms show themselves on each other's pages without importing."""
        from gongzhi.config.slots import SLOTS
        from gongzhi.kit.web import slots

        slots.fill(SLOTS)
