from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "gongzhi.town.files"
    label = "files"
