"""The pages of photos: each finds what may be seen, calls one query or service, and renders."""
