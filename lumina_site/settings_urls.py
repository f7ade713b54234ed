"""The settings of a person, collected from the applications whose settings they are."""

from django.urls import path

from accounts import views as accounts
from activity import views as activity
from moderation import views as moderation
from photos.views import portraits
from social import views as social

app_name = "settings"
urlpatterns = [
    path("", accounts.profile, name="profile"),
    path("picture/", portraits.picture, name="picture"),
    path("account/", accounts.account, name="account"),
    path("security/", accounts.security, name="security"),
    path("tokens/", accounts.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", accounts.revoke, name="revoke_token"),
    path("privacy/", social.privacy, name="privacy"),
    path("notifications/", activity.switches, name="notifications"),
    path("activity/", activity.log, name="activity"),
    path("reports/", moderation.reports, name="reports"),
    path("decisions/<int:decision_id>/", moderation.decision, name="decision"),
]
