from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "gongzhi.town.areas"
    label = "areas"

    def ready(self) -> None:
        from gongzhi.kit.records import ports
        from gongzhi.town.areas.keepers import keeps_registers

        ports.let_set(keeps_registers)
