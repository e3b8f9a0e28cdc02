from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongzhi.work.cases"
    label = "cases"

    def ready(self) -> None:
        from gongzhi.work.cases import photos  # noqa: F401 -- says who may see them
