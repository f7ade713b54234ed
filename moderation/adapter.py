"""What people find at the login page whose account a moderator has closed: the decision, and the way to disagree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.adapter import AccountAdapter
from accounts.models import User
from moderation.queries.decisions import latest_closing, token_of


class ModerationAccountAdapter(AccountAdapter):
    """Shows those whom a decision keeps out what was decided and why."""

    def closed_door(self, request: HttpRequest, user: User) -> HttpResponse:
        """Lead to the decision, if there is one; else say what accounts say."""
        decision = latest_closing(user)
        if decision is None:
            return super().closed_door(request, user)
        return redirect("moderation:closed_appeal", token_of(decision))
