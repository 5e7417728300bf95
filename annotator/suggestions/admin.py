"""What machines noticed, in the admin."""

from django.contrib import admin

from annotator.suggestions.models import Run, Suggestion
from articles.final_admin import FinalModelAdmin, words


@admin.register(Run)
class RunAdmin(FinalModelAdmin):
    list_display = ["engine", "version", "article", "at"]
    list_filter = ["engine", "version"]
    list_select_related = ["article"]
    search_fields = ["engine", "article__title"]


@admin.register(Suggestion)
class SuggestionAdmin(FinalModelAdmin):
    list_display = [words, "kind", "marking", "host", "editorial", "run"]
    list_filter = ["editorial", "kind", "marking", "host"]
    list_select_related = ["run"]
    search_fields = ["quote", "reason"]
