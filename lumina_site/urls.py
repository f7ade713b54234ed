"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from core import views as core
from lumina_site import views as site
from lumina_site.api import api
from photos.views import galleries

urlpatterns = [
    path("", galleries.landing, name="home"),
    path("", include("photos.urls")),
    path("", include("social.urls")),
    path("", include("messaging.urls")),
    path("", include("activity.urls")),
    path("", include("moderation.urls")),
    path("settings/", include("lumina_site.settings_urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/docs", site.api_docs, name="api_docs"),
    path("api/", api.urls),
    path("api/<path:rest>", core.no_such_call),
    path("media/<path:name>", core.signed_file, name="signed_file"),
    path("live/", core.live, name="live"),
    path("healthz", core.healthz),
    path("health", core.healthz),
    path("readyz", core.readyz),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
