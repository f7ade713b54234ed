"""The addresses of messages."""

from django.urls import path

from messaging import views

app_name = "messaging"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/<str:username>/", views.thread, name="thread"),
    path("messages/<str:username>/read/", views.read, name="read"),
    path("messages/<str:username>/hide/", views.hide, name="hide"),
    # After those two, so that somebody may be called "share".
    path("messages/share/<str:photo_id>/", views.share, name="share"),
    path("messages/<str:username>/<str:message_id>/delete/", views.delete, name="delete"),
]
