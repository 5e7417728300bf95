"""Studies in the admin: people and their roles may be put right; codebooks change on the study's page, in revisions."""

from typing import Any, NoReturn

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from annotator.studies.models import ClaimType, CodebookRevision, Membership, Study, StudyArticle
from articles.final_admin import FinalModelAdmin

_HINT = "A study is started on the site, under Studies: there it gets its codebook and its owner."


@admin.register(Study)
class StudyAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "blind", "is_sample", "created_at"]
    list_filter = ["blind", "is_sample"]
    search_fields = ["title", "slug"]
    readonly_fields = ["created_at", "created_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A study without a codebook has no page that works, and the codebook comes with the study's own page."""
        return False

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        raise PermissionDenied(_HINT)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"subtitle": _HINT, **(extra_context or {})})


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "study", "role", "created_at"]
    list_filter = ["role"]
    list_select_related = ["user", "study"]
    search_fields = ["user__username", "user__display_name", "study__title"]
    autocomplete_fields = ["study", "user"]
    readonly_fields = ["created_at"]


@admin.register(StudyArticle)
class StudyArticleAdmin(FinalModelAdmin):
    list_display = ["study", "position", "article", "added_at", "added_by"]
    list_select_related = ["study", "article", "added_by"]
    search_fields = ["study__title", "article__title"]


@admin.register(ClaimType)
class ClaimTypeAdmin(FinalModelAdmin):
    """Read only: a change here would not be in any revision, and annotations stamp the one in force."""

    list_display = ["label", "code", "key", "study", "position", "retired_at"]
    list_select_related = ["study"]
    search_fields = ["label", "code", "study__title"]


@admin.register(CodebookRevision)
class CodebookRevisionAdmin(FinalModelAdmin):
    list_display = ["study", "number", "codebook", "created_at", "created_by"]
    list_select_related = ["study", "created_by"]
    search_fields = ["study__title", "codebook"]
