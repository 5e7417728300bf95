"""Who took what out, and what was released, in the admin."""

from django.contrib import admin

from annotator.releases.models import ExportEvent, Release, Restoration
from articles.final_admin import FinalModelAdmin


@admin.register(ExportEvent)
class ExportEventAdmin(FinalModelAdmin):
    list_display = ["study", "by", "at", "format", "names_shown"]
    list_filter = ["format", "names_shown", "study"]
    list_select_related = ["study", "by"]
    search_fields = ["study__title", "by__username"]


@admin.register(Release)
class ReleaseAdmin(FinalModelAdmin):
    list_display = ["study", "number", "title", "by", "at", "text_shown", "names_shown"]
    list_filter = ["text_shown", "names_shown", "study"]
    list_select_related = ["study", "by"]
    search_fields = ["title", "study__title", "by__username", "sha256", "rows_sha256"]


@admin.register(Restoration)
class RestorationAdmin(FinalModelAdmin):
    list_display = ["study", "number", "by", "at"]
    list_select_related = ["study", "by"]
    search_fields = ["study__title", "by__username", "sha256"]
