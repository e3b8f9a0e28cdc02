from django.apps import AppConfig


class SecretaryProjectsConfig(AppConfig):
    name = "gongzhi.work.secretary_projects"
    label = "secretary_projects"

    def ready(self) -> None:
        from gongzhi.work.secretary_projects import evidence  # noqa: F401 -- says who may see its files
