"""Readings and annotations in the admin: assigned, written and ended on their own pages; here they are found."""

from django.contrib import admin

from annotator.annotations.carried import CarriedOver
from annotator.annotations.gold import Gold
from annotator.annotations.handing import Draw, ReadingEvent
from annotator.annotations.importing.models import BroughtIn
from annotator.annotations.models import Annotation, Dismissal, ParagraphRead, Reading, RoleSpan
from annotator.annotations.omitted import Omitted
from articles.final_admin import FinalModelAdmin, words


@admin.register(Reading)
class ReadingAdmin(FinalModelAdmin):
    list_display = ["article", "coder", "study", "assigned_at", "started_at", "finished_at"]
    list_filter = ["study"]
    list_select_related = ["article", "coder", "study"]
    search_fields = ["article__title", "coder__username", "study__title"]


@admin.register(Annotation)
class AnnotationAdmin(FinalModelAdmin):
    list_display = [words, "reading", "claim_type", "attribution", "marking", "created_at", "ended_how"]
    list_filter = ["reading__study", "attribution", "marking", "certainty", "ended_how"]
    list_select_related = ["reading__coder", "reading__article", "claim_type"]
    search_fields = ["id", "quote", "note", "reading__coder__username"]


@admin.register(RoleSpan)
class RoleSpanAdmin(FinalModelAdmin):
    list_display = [words, "role", "annotation"]
    list_filter = ["role"]
    list_select_related = ["annotation"]
    search_fields = ["quote", "annotation__quote"]


@admin.register(Omitted)
class OmittedAdmin(FinalModelAdmin):
    list_display = [words, "paragraph", "annotation_id"]
    list_select_related = ["paragraph"]
    search_fields = ["quote", "annotation__id"]


@admin.register(ParagraphRead)
class ParagraphReadAdmin(FinalModelAdmin):
    list_display = ["reading", "paragraph", "at", "ended_at"]
    list_select_related = ["reading__coder", "reading__article", "paragraph"]
    search_fields = ["paragraph__text", "reading__coder__username"]


@admin.register(Dismissal)
class DismissalAdmin(FinalModelAdmin):
    list_display = ["suggestion", "reading", "at"]
    list_select_related = ["suggestion", "reading__coder", "reading__article"]
    search_fields = ["suggestion__quote", "reading__coder__username"]


@admin.register(CarriedOver)
class CarriedOverAdmin(FinalModelAdmin):
    list_display = ["from_annotation", "reading", "status", "decided", "confirmed_by", "confirmed_at"]
    list_filter = ["status", "decided"]
    list_select_related = ["from_annotation", "reading__coder", "reading__article", "confirmed_by"]
    search_fields = ["id", "from_annotation__quote", "note", "confirmed_by__username"]


@admin.register(Draw)
class DrawAdmin(FinalModelAdmin):
    list_display = ["study", "number", "seed", "at", "by"]
    list_select_related = ["study", "by"]
    search_fields = ["study__title", "seed"]


@admin.register(ReadingEvent)
class ReadingEventAdmin(FinalModelAdmin):
    list_display = ["article", "coder", "study", "kind", "after_others", "at", "by"]
    list_filter = ["kind", "after_others"]
    list_select_related = ["article", "coder", "study", "by"]
    search_fields = ["article__title", "coder__username", "study__title", "reason"]


@admin.register(Gold)
class GoldAdmin(FinalModelAdmin):
    list_display = ["reading", "marked_by", "marked_at", "ended_at"]
    list_select_related = ["reading__coder", "reading__article", "marked_by"]
    search_fields = ["reading__article__title", "notes"]


@admin.register(BroughtIn)
class BroughtInAdmin(FinalModelAdmin):
    list_display = ["file_name", "format", "study", "coder", "batch", "by", "at", "taken"]
    list_filter = ["study", "format"]
    list_select_related = ["study", "coder", "batch", "by"]
    search_fields = ["file_name", "file_sha256", "study__title"]
