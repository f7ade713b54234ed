"""The eight invented people of the demo. Their passwords are made by the command, never kept here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Someone who shares photos on the demo site."""

    username: str
    bio: str


PEOPLE: tuple[Person, ...] = (
    Person("mira.lindqvist", "Gets up too early for mountains. Carries the big thermos for everyone."),
    Person("tomasz_k", "Ferry commuter, rain enthusiast, owner of one good lens and three bad umbrellas."),
    Person("noor-afternoon", "I teach maths, so yes, the tiles are on purpose."),
    Person("juniper", "Garden, camera, mud. Usually in that order."),
    Person("old.harbour.ed", "Retired boat painter. Still checking everyone else's blue."),
    Person("sanna_and_bo", "Sanna takes the pictures. Bo is a dog and takes the credit."),
    Person("kofi.after.dark", "Night shifts, night skies. Please whisper before noon."),
    Person("lucia-maps", "Travels slowly, by bus if there is one. Collects windows and soup recipes."),
)
