from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongzhi.work.cases"
    label = "cases"
