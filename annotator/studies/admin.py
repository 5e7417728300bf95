"""Studies in the admin: members and articles beside their study; revisions of a codebook can only be read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from annotator.studies.models import ClaimType, CodebookRevision, Membership, Study, StudyArticle


@admin.register(Study)
class StudyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "slug", "blind", "is_sample", "created_at"]
    list_filter = ["blind", "is_sample"]
    search_fields = ["title", "slug"]
    readonly_fields = ["created_at", "created_by"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "study", "role", "created_at"]
    list_filter = ["role"]
    list_select_related = ["user", "study"]
    search_fields = ["user__username", "study__title"]
    autocomplete_fields = ["study"]
    raw_id_fields = ["user"]
    readonly_fields = ["created_at"]


@admin.register(StudyArticle)
class StudyArticleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["study", "position", "article", "added_at"]
    list_select_related = ["study", "article"]
    search_fields = ["study__title", "article__title"]
    autocomplete_fields = ["study"]
    raw_id_fields = ["article", "added_by"]
    readonly_fields = ["added_at"]


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ClaimType)
class ClaimTypeAdmin(ReadOnlyAdmin):
    """Read only: a change here would not be in any revision, and annotations stamp the one in force."""

    list_display = ["label", "code", "key", "study", "position", "retired_at"]
    list_select_related = ["study"]
    search_fields = ["label", "code", "study__title"]


@admin.register(CodebookRevision)
class CodebookRevisionAdmin(ReadOnlyAdmin):
    list_display = ["study", "number", "codebook", "created_at", "created_by"]
    list_select_related = ["study", "created_by"]
    search_fields = ["study__title", "codebook"]
