"""Who speaks, by the headers alone, for what stands in front of Django: the gate and the sockets."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, connections
from django.http import HttpRequest

from accounts.models import User
from accounts.tokens import bearer_in, token_behind
from core.answers import is_api_path
from core.errors import Unavailable
from core.middleware import STORE_IS_AWAY

T = TypeVar("T")

# Apart from the threads that serve pages, so that neither waits for the other.
_threads = ThreadPoolExecutor(4, thread_name_prefix="sessions")
_sessions = import_module(settings.SESSION_ENGINE)


async def person_of(cookies: str) -> User | None:
    """Find the active person whose session it is, as the stores say now; Unavailable when they do not answer."""
    return await in_thread(_person_of, cookies)


async def caller_of(path: str, headers: Mapping[str, str]) -> User | None:
    """Find whose request it is, as Django will: an API token under /api/ where there is one, else the session."""
    bearer = bearer_in(headers.get("authorization", "")) if is_api_path(path) else None
    if bearer is None:
        return await person_of(headers.get("cookie", ""))
    token = await in_thread(token_behind, bearer)
    return token.user if token is not None else None


async def in_thread(work: Callable[..., T], *args: object) -> T:
    """Do something that asks the stores in a thread; Unavailable when they do not answer."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _closing, work, *args)


def _person_of(cookies: str) -> User | None:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if morsel is None:
        return None
    request = HttpRequest()
    request.session = _sessions.SessionStore(morsel.value)
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def _closing(work: Callable[..., T], *args: object) -> T:
    try:
        return work(*args)
    except (DatabaseError, *STORE_IS_AWAY) as error:
        raise Unavailable from error
    finally:
        connections.close_all()
