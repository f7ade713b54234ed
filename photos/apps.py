"""What: photos, their listings and their images."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    """Photos in DynamoDB, their files in the media storage."""

    name = "photos"
