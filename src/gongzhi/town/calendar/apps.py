from django.apps import AppConfig

from gongzhi.kit import clock


class CalendarConfig(AppConfig):
    name = "gongzhi.town.calendar"
    label = "calendar"

    def ready(self) -> None:
        from gongzhi.town.calendar.working import CityCalendar

        clock.keep_time_by(CityCalendar())
