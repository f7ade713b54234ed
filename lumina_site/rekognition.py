"""From when on Rekognition's findings count, and which: read from the environment by settings.py."""

from lumina_site import env

# Its model 6 says Explicit Nudity, from 7 on Explicit.
BLOCKED = ("Explicit Nudity", "Explicit", "Violence", "Visually Disturbing", "Hate Symbols")


def confidences() -> tuple[int, int]:
    """Read from how many per cent on a picture waits for a moderator, and from how many on it is rejected at once."""
    hold = env.integer("REKOGNITION_HOLD_CONFIDENCE", 60, least=1, most=100)
    reject = env.integer("REKOGNITION_REJECT_CONFIDENCE", 90, least=1, most=100)
    if reject < hold:
        message = f"REKOGNITION_REJECT_CONFIDENCE ({reject}) must not be below REKOGNITION_HOLD_CONFIDENCE ({hold})."
        raise env.ConfigurationError(message)
    return hold, reject


def blocked_labels() -> list[str]:
    """Read the names of what is not wanted, or of what stands above it."""
    names = env.words("REKOGNITION_BLOCKED_LABELS", BLOCKED)
    if not names:
        message = "REKOGNITION_BLOCKED_LABELS names nothing: set names with commas between them, or leave it out."
        raise env.ConfigurationError(message)
    return names
