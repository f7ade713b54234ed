"""Conversations and messages between friends."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Messages in DynamoDB."""

    name = "messaging"
