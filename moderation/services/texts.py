"""What people and moderators write: held against one length, and against what is no text, in one place."""

from core.errors import Invalid
from core.text import cleaned, is_text
from moderation.models import TEXT_LONGEST


def problems_of(**texts: str) -> dict[str, list[str]]:
    """List by their names the texts that are none, or too long; each may be empty."""
    return {
        name: [f"At most {TEXT_LONGEST} characters of text."]
        for name, text in texts.items()
        if not is_text(text) or len(cleaned(text)) > TEXT_LONGEST
    }


def required(text: str, *, missing: str) -> str:
    """Clean a text that must say something; raises Invalid with the words `missing` when it does not."""
    clean = cleaned(text)
    if not is_text(text) or not clean:
        raise Invalid(fields={"text": [missing]})
    if len(clean) > TEXT_LONGEST:
        raise Invalid(fields={"text": [f"At most {TEXT_LONGEST} characters; these are {len(clean)}."]})
    return clean
