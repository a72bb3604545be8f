"""Where the demo city is entered."""

from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [path("demo/enter/", views.enter, name="enter")]
