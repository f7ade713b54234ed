"""The addresses of friends."""

from django.urls import path

from social import views

app_name = "social"
urlpatterns = [
    path("friends/", views.friends, name="friends"),
    path("friends/ask/", views.ask, name="ask"),
    path("friends/<int:user_id>/", views.relate, name="relate"),
]
