"""Cases, decisions and what was adjudicated in the admin: all are kept, none is changed."""

from django.contrib import admin

from annotator.review.adjudication.models import Adjudication, Difference, Item, Matched, Matching, Version
from annotator.review.measured.models import Agreement
from annotator.review.models import Case, Decision, Flag, SeenFlag
from articles.final_admin import FinalModelAdmin, words


@admin.register(Case)
class CaseAdmin(FinalModelAdmin):
    list_display = [words, "study", "paragraph", "opened_at"]
    list_filter = ["study"]
    list_select_related = ["study", "paragraph"]
    search_fields = ["quote", "study__title"]


@admin.register(Flag)
class FlagAdmin(FinalModelAdmin):
    list_display = ["case", "annotation", "suggestion", "at"]
    list_select_related = ["case", "annotation", "suggestion"]
    search_fields = ["case__quote"]


@admin.register(Decision)
class DecisionAdmin(FinalModelAdmin):
    list_display = ["case", "number", "verdict", "reviewer", "inserter", "at"]
    list_filter = ["case__study", "verdict", "inserter"]
    list_select_related = ["case", "reviewer"]
    search_fields = ["id", "case__quote", "reason", "reviewer__username"]


@admin.register(SeenFlag)
class SeenFlagAdmin(FinalModelAdmin):
    list_display = ["decision", "flag"]
    list_select_related = ["decision", "flag"]
    search_fields = ["decision__case__quote"]


@admin.register(Agreement)
class AgreementAdmin(FinalModelAdmin):
    list_display = ["study", "number", "by", "as_of", "articles", "seed", "sha256"]
    list_select_related = ["study", "by"]
    search_fields = ["study__title", "by__username", "sha256"]
    exclude = ["figures"]  # megabytes; the study's pages show them


@admin.register(Matching)
class MatchingAdmin(FinalModelAdmin):
    list_display = ["study", "article", "number", "coders", "at"]
    list_filter = ["study"]
    list_select_related = ["study", "article"]
    search_fields = ["study__title", "article__title"]


@admin.register(Item)
class ItemAdmin(FinalModelAdmin):
    list_display = ["__str__", "study", "paragraph"]
    list_filter = ["study"]
    list_select_related = ["study", "paragraph"]
    search_fields = ["quote", "key", "study__title"]


@admin.register(Matched)
class MatchedAdmin(FinalModelAdmin):
    list_display = ["matching", "item"]
    list_select_related = ["matching", "item"]
    search_fields = ["item__quote"]


@admin.register(Version)
class VersionAdmin(FinalModelAdmin):
    list_display = ["item", "reading", "annotation"]
    list_select_related = ["item", "reading__coder", "reading__article", "annotation"]
    search_fields = ["item__quote", "reading__coder__username"]


@admin.register(Difference)
class DifferenceAdmin(FinalModelAdmin):
    list_display = ["item", "kind"]
    list_filter = ["kind"]
    list_select_related = ["item"]
    search_fields = ["item__quote"]


@admin.register(Adjudication)
class AdjudicationAdmin(FinalModelAdmin):
    list_display = ["item", "number", "resolution", "error_type", "reviewer", "at"]
    list_filter = ["item__study", "resolution", "error_type"]
    list_select_related = ["item", "reviewer"]
    search_fields = ["id", "item__quote", "reason", "reviewer__username"]
