"""Addresses of the portal. Each app brings its own; this is the only place that joins them."""

from django.urls import include, path

from accounts.admin import situs
from config.health import healthz
from config.metrics import metrics

handler500 = "config.outage.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("", include("accounts.urls")),
    path("", include("evidence.urls")),
    path("", include("satgas.urls")),
    path("", include("roadmap.urls")),
    path("", include("zonaintegritas.urls")),
    path("", include("imports.urls")),
    path("", include("reports.urls")),
    path("admin/", situs.urls),
]
