"""The addresses of photos."""

from django.urls import path

from photos import views

app_name = "photos"
urlpatterns = [
    path("explore/", views.explore, name="explore"),
    path("u/<str:username>/", views.profile, name="profile"),
    path("upload/", views.upload, name="upload"),
    path("p/<str:photo_id>/", views.detail, name="detail"),
    path("p/<str:photo_id>/delete/", views.delete, name="delete"),
]
