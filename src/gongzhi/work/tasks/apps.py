from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "gongzhi.work.tasks"
    label = "tasks"
