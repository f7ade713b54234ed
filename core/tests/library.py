"""A library in the shelf's table, and its admin on a site of its own: what the tests of the admin over DynamoDB use."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.test import Client
from django.urls import include, path
from pynamodb.attributes import UnicodeAttribute

from core.admin import ActionsOnPage, ItemAdmin, ItemFilter, confirmed_action
from core.dynamo import WORDS, Access, Catalogue, batch_delete, batch_get, batch_put
from core.errors import Conflict, NotFound
from core.ids import first_id, is_id, made_at, new_id
from core.records import Record
from core.tests.shelf import Shelf
from tests.cast import browser_of, person

FIRST = datetime(2024, 3, 10, tzinfo=UTC)


class Tome(Shelf, discriminator="tome"):
    """A book of the library."""

    tome_id = UnicodeAttribute()
    title = UnicodeAttribute(default="")
    state = UnicodeAttribute(default="in")
    reader = UnicodeAttribute(default="")


class Slip(Shelf, discriminator="slip"):
    """A slip in one of the library's catalogues."""

    tome_id = UnicodeAttribute()


def sort_key(tome_id: str) -> str:
    """Build the sort key of a slip."""
    return f"TOME#{tome_id}"


def words_of(tome: Tome) -> set[str]:
    """List the words that a tome is found by."""
    return set(tome.title.lower().split())


def with_words(text: str) -> Sequence[str]:
    """Name the catalogue of the longest word."""
    return [f"WORD#{max(text.lower().split(), key=len)}"]


def listings_of(tome: Tome) -> list[str]:
    """Name the catalogues that a tome stands in."""
    month = f"{made_at(tome.tome_id):%Y-%m}"
    return [f"MONTH#{month}", f"STATE#{tome.state}", f"READER#{tome.reader}", *(f"WORD#{w}" for w in words_of(tome))]


def shelve(*tomes: Tome) -> None:
    """Put tomes on the shelf and slips into the catalogues."""
    slips = [Slip(name, sort_key(tome.tome_id), tome_id=tome.tome_id) for tome in tomes for name in listings_of(tome)]
    batch_put([*tomes, *slips])


def tome(
    made: datetime | None = None, *, number: int = 0, title: str = "", state: str = "in", reader: str = ""
) -> Tome:
    """Write a tome, now or at some time; the number tells apart what is written at once."""
    tome_id = f"{first_id(made)[:-12]}{number:012x}" if made else new_id()
    return Tome(f"TOME#{tome_id}", "META", tome_id=tome_id, title=title, state=state, reader=reader)


def fetch(tome_ids: Sequence[str]) -> Sequence[Tome]:
    """Read tomes by their ids."""
    return [
        found
        for found in batch_get(Shelf, ((f"TOME#{i}", "META") for i in tome_ids if is_id(i)))
        if isinstance(found, Tome)
    ]


CATALOGUE = Catalogue[Slip, Tome](
    entry=Slip,
    sort_key=sort_key,
    id_of=lambda slip: slip.tome_id,
    fetch=fetch,
    item_id=lambda found: found.tome_id,
    months=lambda month: f"MONTH#{month}",
    accesses=(
        Access(WORDS, lambda found, text: set(text.lower().split()) <= words_of(found), with_words),
        Access("reader", lambda found, reader: found.reader == reader, lambda reader: [f"READER#{reader}"]),
        Access(
            "state",
            lambda found, state: found.state == state,
            lambda state: [f"STATE#{state}"] if state != "in" else [],
        ),
    ),
)


class Book(Record):
    """A tome, as the admin knows it."""

    item: Tome

    class Meta(Record.Meta):
        """What it is called."""

        app_label = "core"
        verbose_name = "book"

    def __str__(self) -> str:
        return self.item.title or f"Book {self.pk[-4:]}"

    @staticmethod
    def id_of(item: Tome) -> str:
        """Read the id out of a tome."""
        return item.tome_id


class Why(forms.Form):
    """Why a book is lent."""

    reason = forms.CharField(max_length=100)


def reader_called(name: str) -> str:
    """Find out whether somebody is called that."""
    if not get_user_model().objects.filter(username=name).exists():
        raise NotFound(f"Nobody is called {name}.")
    return name


class BookAdmin(ItemAdmin[Tome]):
    """Books."""

    source = CATALOGUE
    list_display = ("title", "state", "reader", "made_at")
    fields = ("title", "state", "reader", "made_at")
    filters = (
        ItemFilter("state", "state", choices=(("in", "In"), ("lent", "Lent"))),
        ItemFilter("reader", "reader", read=reader_called, hint="user name"),
    )
    person_filter = "reader"
    search_help_text = "An id, @name or words"
    actions = ("lend", "touch")
    logs_views = True
    list_per_page = 10

    def earliest(self, request: HttpRequest) -> datetime:  # noqa: ARG002
        """Answer when the library opened."""
        return FIRST

    @admin.display(description="title")
    def title(self, book: Book) -> str:
        """Answer its title."""
        return book.item.title or "untitled"

    @admin.display(description="state")
    def state(self, book: Book) -> str:
        """Say whether it is in."""
        return book.item.state

    @admin.display(description="reader")
    def reader(self, book: Book) -> str:
        """Say who has it."""
        return book.item.reader

    @confirmed_action(label="Lend", done="lent", form=Why, log=lambda form: f"Lent: {form.cleaned_data['reason']}.")
    def lend(self, request: HttpRequest, chosen: QuerySet[Book], form: Why) -> Iterator[Book]:  # noqa: ARG002
        """Lend books that are in."""
        for book in chosen:
            if book.item.state == "reserved":
                raise Conflict("A reserved book cannot be lent.")
            if book.item.state == "in":
                book.item.state = "lent"
                shelve(book.item)
                yield book

    @admin.action(description="Touch", permissions=["view"])
    def touch(self, request: HttpRequest, chosen: QuerySet[Book]) -> None:
        """Do something that asks nothing."""
        self.message_user(request, f"Touched {len(chosen)}.")

    def delete_item(self, request: HttpRequest, item: Tome) -> None:  # noqa: ARG002
        """Take it off the shelf; its slips stay, as a crash may leave them."""
        batch_delete([item])


People = Iterable[AbstractBaseUser]


class PersonAdmin(ActionsOnPage):
    """People, rows of SQL, with an action that asks first."""

    actions = ("greet",)

    @confirmed_action(label="Greet", done="greeted")
    def greet(self, request: HttpRequest, people: QuerySet[AbstractBaseUser], form: forms.Form) -> People:  # noqa: ARG002
        """Greet people."""
        return list(people)


BOOKS = "/admin/core/book/"


def staff(*rights: str, name: str = "staff") -> Client:
    """Open the browser of somebody who has these rights to books by a group."""
    group = Group.objects.create(name=name)
    group.permissions.set(Permission.objects.filter(codename__in=[f"{right}_book" for right in rights]))
    somebody = person(name)
    somebody.is_staff = True
    somebody.save()
    somebody.groups.add(group)
    return browser_of(somebody)


library = admin.AdminSite(name="admin")
library.register(Book, BookAdmin)
library.register(get_user_model(), PersonAdmin)

urlpatterns = [path("admin/", library.urls), path("", include("lumina_site.urls"))]
