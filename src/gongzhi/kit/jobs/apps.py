from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "gongzhi.kit.jobs"
    label = "jobs"
