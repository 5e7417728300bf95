"""Who took what out, in the admin."""

from django.contrib import admin

from annotator.releases.models import ExportEvent
from articles.final_admin import FinalModelAdmin


@admin.register(ExportEvent)
class ExportEventAdmin(FinalModelAdmin):
    list_display = ["study", "by", "at", "format", "names_shown"]
    list_filter = ["format", "names_shown", "study"]
    list_select_related = ["study", "by"]
    search_fields = ["study__title", "by__username"]
