"""What a picture looks like."""


def looks_of(jpeg: bytes) -> str:  # noqa: ARG001
    """Answer nothing."""
    return ""
