from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gongzhi.town.documents"
    label = "documents"
