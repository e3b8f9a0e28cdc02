from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "gongzhi.town.organisations"
    label = "organisations"
