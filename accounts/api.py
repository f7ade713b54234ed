"""Sign-up, login and the own account as JSON."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from accounts import services
from accounts.models import User
from accounts.requests import member, refuse_token
from accounts.schemas import AccountChange, LogIn, MeOut, SignUp, WaitingOut
from core.api import ErrorBody

router = Router(tags=["Accounts"])
REFUSED: dict[int, Any] = {400: ErrorBody, 403: ErrorBody, 413: ErrorBody, 429: ErrorBody}


@router.post(
    "/auth/signup",
    auth=None,
    response={201: MeOut, 202: WaitingOut, 409: ErrorBody, **REFUSED},
    summary="Sign up",
)
def signup(request: HttpRequest, body: SignUp) -> Status[User] | Status[dict[str, str]]:
    """Make an account and begin a session; 202 without one where moderators look at new accounts first."""
    refuse_token(request, "This call begins a session. Leave the token out.")
    services.check_sign_up_rate(request=request)
    user = services.sign_up(**body.model_dump())
    if user.awaits_approval:
        return Status(202, {"message": services.WAITING})
    services.begin_session(request=request, user=user)
    return Status(201, user)


@router.post("/auth/login", auth=None, response={200: MeOut, 401: ErrorBody, **REFUSED}, summary="Log in")
def login(request: HttpRequest, body: LogIn) -> User:
    """Begin a session by user name or e-mail address and password."""
    refuse_token(request, "This call begins a session. Leave the token out.")
    return services.log_in(request=request, name=body.username, password=body.password)


@router.post("/auth/logout", auth=None, response={204: None, 403: ErrorBody}, summary="Log out")
def logout(request: HttpRequest) -> Status[None]:
    """End the session; without one, or with a token, nothing happens."""
    services.log_out(request=request)
    return Status(204, None)


@router.get("/auth/me", response={200: MeOut, 401: ErrorBody}, summary="Who am I?")
def whoami(request: HttpRequest) -> User:
    """Answer the signed-in person."""
    return member(request)


@router.patch("/auth/me", response={200: MeOut, 401: ErrorBody, 409: ErrorBody, **REFUSED}, summary="Change my account")
def edit(request: HttpRequest, change: AccountChange) -> User:
    """Change bio, address or default visibility; what is left out stays, an empty text clears."""
    actor, given = member(request), change.model_dump(exclude_unset=True)
    if "email" in given:
        # Links for a new password go there: whoever finds a token must not get the account with it.
        refuse_token(request, "A token does not change the e-mail address. Log in, or use the settings.")
    services.edit_account(actor=actor, **given)
    return actor
