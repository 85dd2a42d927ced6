"""The environment variables that mean something to the portal."""

import os

VARIABLES = (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "DISK_WARN_MB",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "EVIDENCE_MAX_MB",
    "HTTPS",
    "IMPORT_MAX_MB",
    "IMPORT_MAX_ROWS",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "METRICS_TOKEN",
    "PANTAS_TEST_ROOT",
    "PORTAL_DATA_DIR",
    "PORTAL_DEMO_PASSWORD",
    "PORTAL_NO_DEMO",
    "PUBLIC_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "SESSION_IDLE_MINUTES",
)


def outside_removed() -> dict[str, str]:
    """The environment of the caller without the portal's variables.

    For tests and checks, which a developer's shell must not change.
    """
    return {name: value for name, value in os.environ.items() if name not in VARIABLES}
