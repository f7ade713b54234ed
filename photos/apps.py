"""What: photos, their listings and their images."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    """Photos in DynamoDB, their files in the media storage."""

    name = "photos"

    def ready(self) -> None:
        """Connect the receivers."""
        import photos.receivers  # noqa: F401, PLC0415 -- they need the models, which are ready only now
