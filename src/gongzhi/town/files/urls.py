from django.urls import path

from gongzhi.town.files.views import show

app_name = "files"
urlpatterns = [path("<uuid:pk>/", show, name="show")]
