"""What machines noticed and owners brought in, in the admin."""

from django.contrib import admin

from annotator.suggestions.models import Batch, Run, Suggestion
from articles.final_admin import FinalModelAdmin, words


@admin.register(Batch)
class BatchAdmin(FinalModelAdmin):
    list_display = ["__str__", "study", "by", "at", "taken_back_at", "taken_back_by"]
    list_filter = ["study"]
    list_select_related = ["study", "by", "taken_back_by"]
    search_fields = ["study__title", "by__username"]


@admin.register(Run)
class RunAdmin(FinalModelAdmin):
    list_display = ["engine", "version", "article", "batch", "at"]
    list_filter = ["engine", "version"]
    list_select_related = ["article", "batch"]
    search_fields = ["engine", "article__title"]


@admin.register(Suggestion)
class SuggestionAdmin(FinalModelAdmin):
    list_display = [words, "kind", "marking", "host", "editorial", "label", "claim_type", "run"]
    list_filter = ["editorial", "kind", "marking", "host"]
    list_select_related = ["run", "claim_type"]
    search_fields = ["quote", "reason", "label"]
