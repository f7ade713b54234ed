"""The addresses of reporting, and the door for those who cannot log in. Those of the settings stand with the others."""

from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("report/<str:target_type>/<str:target_id>/", views.report, name="report"),
    path("decisions/<str:token>/", views.closed_appeal, name="closed_appeal"),
]
