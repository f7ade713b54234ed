"""The pages that show many photos."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import member, members_only
from core.answers import wants_fragment
from core.errors import NotFound
from core.text import is_text
from photos import queries
from photos.places import Place, place, profile_of
from photos.services import refresh_ranking
from photos.showing import shown
from social.queries import Person, person_with_friends

UPLOAD = ("photos:upload", "Upload a photo")


@dataclass(frozen=True)
class Empty:
    """What an empty gallery says, and the step that comes next."""

    title: str
    text: str
    action_url: str = ""
    action_label: str = ""


@dataclass(frozen=True)
class Profile:
    """The head of a person's page."""

    person: Person
    joined: datetime
    is_me: bool
    photos: int
    friends: int


@dataclass(frozen=True)
class GalleryPage:
    """A heading over a page of photos."""

    nav: str
    heading: str
    empty: Empty
    intro: str = ""
    profile: Profile | None = None
    topics: tuple[dict[str, object], ...] = ()
    query: str = ""


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Show visitors what this is, and members their home."""
    if request.user.is_authenticated:
        return home(request)
    return render(request, "landing.html")


@require_safe
@members_only
def home(request: HttpRequest) -> HttpResponse:
    """Show the viewer's home feed."""
    text = "What you upload shows up here, and what your friends share."
    empty = Empty("Your home is still empty", text, *_upload())
    return _named(request, "home", GalleryPage("home", "Home", empty))


@require_safe
@members_only
def explore(request: HttpRequest) -> HttpResponse:
    """Show what everyone may see, newest first."""
    empty = Empty("No photos yet", "Be the first to share one with everyone here.", *_upload())
    page = GalleryPage("explore", "All", empty, "Newest first, from everyone here.", topics=_topics(request))
    return _named(request, "all", page)


@require_safe
@members_only
def trending(request: HttpRequest) -> HttpResponse:
    """Show what is liked and looked at most these days."""
    refresh_ranking()
    empty = Empty(
        "Nothing is trending yet",
        "Photos that people like or look at show up here.",
        reverse("photos:explore"),
        "See all photos",
    )
    return _named(request, "trending", GalleryPage("trending", "Trending", empty, "Liked and looked at these days."))


@require_safe
@members_only
def saved(request: HttpRequest) -> HttpResponse:
    """Show what the viewer has saved."""
    empty = Empty(
        "Nothing saved yet",
        "Save a photo to find it again here. Nobody else sees this.",
        reverse("photos:explore"),
        "See all photos",
    )
    return _named(request, "saved", GalleryPage("saved", "Saved", empty))


@require_safe
@members_only
def liked(request: HttpRequest) -> HttpResponse:
    """Show what the viewer likes."""
    empty = Empty("No likes yet", "Photos that you like show up here.", reverse("photos:explore"), "See all photos")
    return _named(request, "liked", GalleryPage("liked", "Liked", empty))


@require_safe
@members_only
def tagged(request: HttpRequest, tag: str) -> HttpResponse:
    """Show what everyone may see with a tag."""
    empty = Empty(
        f"No photos with #{tag}", "Perhaps it is spelled differently.", reverse("photos:explore"), "See all photos"
    )
    return _named(request, f"tag:{tag}", GalleryPage("", f"#{tag}", empty))


@require_safe
@members_only
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Show what everyone may see of a topic."""
    empty = Empty(
        f"No photos about {topic}", "Perhaps it is spelled differently.", reverse("photos:explore"), "See all photos"
    )
    return _named(request, f"topic:{topic}", GalleryPage("explore", topic, empty, topics=_topics(request)))


@require_safe
@members_only
def search(request: HttpRequest) -> HttpResponse:
    """Find photos by whole words; all of them must match."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    if not words:
        empty = Empty("What are you looking for?", "Search titles, captions, tags, topics and people's names.")
        page = GalleryPage("search", "Search", empty)
        return render(request, "photos/gallery.html", {**vars(page), "page": {"photos": [], "next_url": ""}})
    empty = Empty(f"Nothing found for “{words}”", "Whole words are found, and all of them must match.")
    return _named(request, f"search:{words}", GalleryPage("search", f"“{words}”", empty, query=words))


@require_safe
@members_only
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """Show a person and those of their photos that the viewer may see."""
    viewer = member(request)
    person, friends = person_with_friends(viewer, username)
    empty = Empty("No photos to see here yet", f"When {person.username} shares photos with you, they show up here.")
    if person.is_viewer:
        empty = Empty("No photos yet", "Your photos show up here.", *_upload())
    head = None if wants_fragment(request) else _head(person, friends)
    page = GalleryPage("profile" if person.is_viewer else "", person.username, empty, profile=head)
    return listed_if_wished(_gallery(request, profile_of(viewer, person), page), person)


def listed_if_wished(answer: HttpResponse, person: Person) -> HttpResponse:
    """Ask search engines to leave the page of a person out, unless they wish to be found by them."""
    if not person.search_engines:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _head(person: Person, friends: int) -> Profile:
    return Profile(
        person=person,
        joined=person.created_at,
        is_me=person.is_viewer,
        photos=queries.photo_count(person),
        friends=friends,
    )


def _named(request: HttpRequest, token: str, page: GalleryPage) -> HttpResponse:
    """Render a page of the listing that the token names."""
    where = place(member(request), token) if is_text(token) else None
    if where is None:
        raise NotFound
    return _gallery(request, where, page)


def _gallery(request: HttpRequest, where: Place, page: GalleryPage) -> HttpResponse:
    """Render a page of a listing; htmx asks for the tiles alone when it goes on below."""
    gallery = queries.gallery(where.wanted, before=request.GET.get("before", ""))
    part = {
        "photos": [shown(seen, where.token) for seen in gallery.photos],
        "next_url": _next_url(where, gallery.before) if gallery.before else "",
    }
    template = "photos/_tiles.html" if wants_fragment(request) else "photos/gallery.html"
    answer = render(request, template, {**vars(page), "page": part})
    answer.headers["Vary"] = "Cookie, HX-Request"
    return answer


def _next_url(where: Place, before: str) -> str:
    return f"{where.url}{'&' if '?' in where.url else '?'}before={quote(before)}"


def _upload() -> tuple[str, str]:
    return reverse(UPLOAD[0]), UPLOAD[1]


def _topics(request: HttpRequest) -> tuple[dict[str, object], ...]:
    """List topics for the row of chips; htmx going on below needs none."""
    if wants_fragment(request):
        return ()
    return tuple(
        {"topic": found.topic, "photos": found.photos, "url": reverse("photos:topic", args=[found.topic])}
        for found in queries.recent_topics()[:20]
    )
