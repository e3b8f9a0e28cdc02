from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "gongzhi.work.enforcement"
    label = "enforcement"

    def ready(self) -> None:
        from gongzhi.work.enforcement import evidence  # noqa: F401 -- says who may see its photos
