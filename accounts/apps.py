"""Who: people and how they sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users in the ORM, sign-in pages through django-allauth."""

    name = "accounts"
    verbose_name = "People"
