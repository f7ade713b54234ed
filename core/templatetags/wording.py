"""Filters for texts that are written once and shown in several places."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def with_code(text: str) -> SafeString:
    """Set what stands between backticks as code, as the readers of Markdown do."""
    parts = text.split("`")
    marked = [format_html("<code>{}</code>" if number % 2 else "{}", part) for number, part in enumerate(parts)]
    return format_html_join("", "{}", ((part,) for part in marked))
