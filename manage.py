#!/usr/bin/env python3
"""Django's command line; `./portal manage ...` runs it with the right Python and data folder."""

import os
import sys


def main() -> None:
    """Run the management command named in the arguments.

    An invalid environment value is the operator's business, not a programming error: it is
    shown as one line on standard error, with exit code 78 (EX_CONFIG).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(_refuse(str(error)))


def _refuse(reason: str) -> int:
    sys.stderr.write(f"portal: {reason}\n")
    return os.EX_CONFIG


if __name__ == "__main__":
    main()
