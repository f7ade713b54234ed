"""What can go wrong, as a few typed errors with a public message.

Services raise them; core/answers.py turns them into a page, a fragment or JSON. No other place builds an error answer.
"""

from collections.abc import Mapping, Sequence

Fields = Mapping[str, Sequence[str]]


class LuminaError(Exception):
    """An error that a person may read: `message` is shown as it is, so it never carries anything internal."""

    status = 500
    code = "error"
    title = "Something went wrong"
    default = "Something went wrong on our side."

    def __init__(self, message: str = "", *, fields: Fields | None = None, retry_after: int | None = None) -> None:
        """Keep the public message, the messages by field, and the seconds after which a retry makes sense."""
        self.message = message or self.default
        self.fields = fields or {}
        self.retry_after = retry_after
        super().__init__(self.message)


class Invalid(LuminaError):
    """The input will not do; `fields` says which part of it."""

    status = 400
    code = "invalid"
    title = "That will not do"
    default = "The request could not be understood."


class NotSignedIn(LuminaError):
    """Nobody is signed in, or with wrong credentials."""

    status = 401
    code = "not_signed_in"
    title = "Please log in"
    default = "Please log in first."


class Forbidden(LuminaError):
    """It exists and may be seen, but not changed by this person."""

    status = 403
    code = "forbidden"
    title = "Not yours to change"
    default = "You may not do this."


class NotFound(LuminaError):
    """It does not exist, or this person may not know that it does; the two look the same."""

    status = 404
    code = "not_found"
    title = "Nothing here"
    default = "There is nothing here, or it is not shared with you."


class NotAllowed(LuminaError):
    """The address exists, but not for this method."""

    status = 405
    code = "method_not_allowed"
    title = "Not that way"
    default = "This address cannot be used like that."


class Conflict(LuminaError):
    """The state of things has moved on: taken, pending, or done already."""

    status = 409
    code = "conflict"
    title = "That does not fit any more"
    default = "That is no longer possible."


class LengthRequired(LuminaError):
    """A body that does not say how long it is."""

    status = 411
    code = "length_required"
    title = "How long is it?"
    default = "The request must say how long its body is."


class TooLarge(LuminaError):
    """More bytes than this address takes."""

    status = 413
    code = "too_large"
    title = "Too large"
    default = "That is larger than this site accepts."


class TooMany(LuminaError):
    """More often than is allowed; `retry_after` says when to come back."""

    status = 429
    code = "too_many"
    title = "A little slower, please"
    default = "Too many attempts. Please wait a moment."


class Unavailable(LuminaError):
    """A store or service did not answer in time; nothing is known to be lost."""

    status = 503
    code = "unavailable"
    title = "Back in a moment"
    default = "The site cannot answer right now. Please try again in a moment."
