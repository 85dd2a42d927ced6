"""Settings, addresses and the processes' entry points.

Importing Celery's app here makes `shared_task` find it in every process.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
