"""The addresses of photos."""

from django.urls import path

from photos.views import galleries, incoming, photo, talking

app_name = "photos"
urlpatterns = [
    path("explore/", galleries.explore, name="explore"),
    path("trending/", galleries.trending, name="trending"),
    path("search/", galleries.search, name="search"),
    path("tags/<path:tag>/", galleries.tagged, name="tag"),
    path("topics/<path:topic>/", galleries.topic, name="topic"),
    path("saved/", galleries.saved, name="saved"),
    path("liked/", galleries.liked, name="liked"),
    path("u/<str:username>/", galleries.profile, name="profile"),
    path("upload/", photo.upload, name="upload"),
    path("incoming/<str:photo_id>/", incoming.incoming, name="incoming"),
    path("p/<str:photo_id>/", photo.detail, name="detail"),
    path("p/<str:photo_id>/edit/", photo.edit, name="edit"),
    path("p/<str:photo_id>/delete/", photo.delete, name="delete"),
    path("p/<str:photo_id>/like/", talking.like, name="like"),
    path("p/<str:photo_id>/likes/", talking.likers, name="likers"),
    path("p/<str:photo_id>/save/", talking.save, name="save"),
    path("p/<str:photo_id>/live/", talking.live, name="live"),
    path("p/<str:photo_id>/comments/", talking.comments, name="comments"),
    path("p/<str:photo_id>/comments/<str:comment_id>/delete/", talking.comment_delete, name="comment_delete"),
]
