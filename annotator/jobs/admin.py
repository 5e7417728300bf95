"""Jobs in the admin: to find and to look at. They are stopped on their own page."""

import django_tasks_db.admin  # noqa: F401 - registers before it is taken out below
from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from annotator.jobs.models import Job
from articles.final_admin import FinalModelAdmin

# What brings jobs to workers is nobody's to change, and says nothing that the jobs do not.
admin.site.unregister(DBTaskResult)


@admin.register(Job)
class JobAdmin(FinalModelAdmin):
    list_display = ["title", "kind", "by", "state", "done", "total", "attempt", "asked_at", "finished_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["by"]
    search_fields = ["title", "by__username", "error"]
