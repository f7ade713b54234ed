"""The rules that a new site begins with: code, title, explanation. They are rows that administrators change."""

FIRST_RULES = (
    ("spam", "Spam", "Advertising, fraud, or the same again and again."),
    ("harassment", "Harassment", "Attacks on somebody, threats, or pictures of people who do not want them here."),
    ("nudity", "Nudity", "Nakedness or sex."),
    ("violence", "Violence", "Cruelty, blood, or calls to hurt somebody."),
    ("copyright", "Copyright", "Somebody else made it and has not allowed that it is here."),
    ("other", "Something else", "Say in your own words what is wrong."),
)
