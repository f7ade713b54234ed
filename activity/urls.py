"""The addresses of notifications. Those of the settings about them stand with the other settings."""

from django.urls import path

from activity import views

app_name = "activity"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read, name="read"),
    path("badges/", views.badges, name="badges"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
