"""The shapes of direct uploads in JSON."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from core.api import Body, Text
from photos.services.tickets import TICKET_SECONDS


class TicketIn(Body):
    """A picture that is about to be sent, and what is said about it, as in an upload through the site."""

    # Paths may come along; what is kept is the name (photos/words.py).
    filename: Annotated[Text, Field(max_length=1000)]
    contentType: Text  # noqa: N815 -- the name that clients send
    fileSize: Annotated[int, Field(ge=1)] | None = None  # noqa: N815 -- the same
    title: Text = ""
    caption: Text = ""
    description: Text = ""
    topic: Text = ""
    tags: Text | list[Text] = ""
    alt: Text = ""
    visibility: Text = ""

    def words(self) -> dict[str, Any]:
        """Answer what is said about the photo."""
        return self.model_dump(exclude={"filename", "contentType", "fileSize"})


class TicketOut(Schema):
    """Where the picture may be sent: a form with all the fields, then the file."""

    photoId: str  # noqa: N815 -- the name that clients read
    uploadUrl: str  # noqa: N815 -- the same
    fields: dict[str, str]
    maxSize: int  # noqa: N815 -- the same
    expiresIn: int = TICKET_SECONDS  # noqa: N815 -- the same


class UploadOut(Schema):
    """How an upload stands: awaiting, processing, or what became of it."""

    photoId: str  # noqa: N815 -- the name that clients read
    status: str
    error: str | None = None
