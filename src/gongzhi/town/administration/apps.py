from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "gongzhi.town.administration"
    label = "administration"
