"""The shapes of people among people in JSON."""

from ninja import Schema


class Found(Schema):
    """A person that was looked up."""

    id: int
    username: str
