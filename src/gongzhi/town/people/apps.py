from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongzhi.town.people"
    label = "people"
