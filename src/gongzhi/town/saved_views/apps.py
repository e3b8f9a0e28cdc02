from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "gongzhi.town.saved_views"
    label = "saved_views"

    def ready(self) -> None:
        """Lists ask for their views without knowing this room."""
        from gongzhi.kit.web import lists
        from gongzhi.town.saved_views.queries import beside

        lists.keep_by(beside)
