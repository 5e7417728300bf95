"""Studies in the admin: people and their roles may be put right; codebooks change on the study's page, in revisions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from annotator.studies.changes import CodebookChange
from annotator.studies.invitations import Invitation
from annotator.studies.members import add_member, change_role, check_role, remove_member
from annotator.studies.models import ClaimType, CodebookRevision, Membership, Study, StudyArticle
from annotator.studies.reveals import Reveal
from articles.final_admin import FinalModelAdmin

_HINT = "A study is started on the site, under Studies: there it gets its codebook and its owner."


@admin.register(Study)
class StudyAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "blind", "is_sample", "created_at"]
    list_filter = ["blind", "is_sample"]
    search_fields = ["title", "slug"]
    # blindness is turned off on the settings page, which asks why and logs it
    readonly_fields = ["blind", "created_at", "created_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A study without a codebook has no page that works, and the codebook comes with the study's own page."""
        return False

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        raise PermissionDenied(_HINT)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"subtitle": _HINT, **(extra_context or {})})


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["study", "user", "role"]

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        if self.instance.pk:
            check_role(Membership.objects.get(pk=self.instance.pk), role)
        return role

    def clean(self) -> dict[str, Any]:
        """A form skips a constraint that asks about a column it does not have, such as when a membership ended."""
        cleaned = super().clean() or {}
        study, user = cleaned.get("study"), cleaned.get("user")
        if study and user and Membership.objects.filter(study=study, user=user).exists():
            raise ValidationError("This person already has a role in this study.")
        return cleaned


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """People come, change and go by the same verbs as on the study's page, which keep the library's rights in step."""

    form = MembershipForm
    list_display = ["user", "study", "role", "created_at", "ended_at"]
    list_filter = ["role", ("ended_at", admin.EmptyFieldListFilter)]
    actions = ["end_ticked"]
    list_select_related = ["user", "study"]
    search_fields = ["user__username", "user__display_name", "study__title"]
    autocomplete_fields = ["study", "user"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["study", "user", "created_at", "ended_at", "ended_by"] if obj else ["created_at"]

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        with _as_refusal():
            if change:
                change_role(Membership.objects.get(pk=obj.pk), obj.role, by=request.user)
            else:
                obj.pk = add_member(obj.study, obj.user, obj.role, by=request.user).pk

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Those that have ended, too."""
        return Membership.ever.order_by("study_id", "role", "id")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or obj.ended_at is None) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A membership is ended, never removed: see the action."""
        return False

    @admin.action(description="End the ticked memberships", permissions=["change"])
    def end_ticked(self, request: HttpRequest, queryset: Any) -> None:
        """All of them or, when a study would be left without an owner, none."""
        try:
            with transaction.atomic():
                for membership in queryset.standing():
                    remove_member(membership, by=request.user)
        except ValidationError as refused:
            self.message_user(request, refused.messages[0], messages.ERROR)
        else:
            self.message_user(request, "The memberships have ended. All that was coded is kept.", messages.SUCCESS)


@contextmanager
def _as_refusal() -> Iterator[None]:
    """The form has asked already; what it could not know is somebody else's change in the same moment."""
    try:
        yield
    except ValidationError as refused:
        raise PermissionDenied(refused.messages[0]) from refused


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


@admin.register(Invitation)
class InvitationAdmin(FinalModelAdmin):
    list_display = ["study", "role", "made_by", "made_at", "expires_at", "accepted_by", "revoked_by"]
    list_select_related = ["study", "made_by", "accepted_by", "revoked_by"]
    search_fields = ["study__title", "made_by__username", "accepted_by__username"]
    exclude = ["token_sha256"]


@admin.register(Reveal)
class RevealAdmin(FinalModelAdmin):
    list_display = ["study", "article", "by", "at"]
    list_select_related = ["study", "article", "by"]
    search_fields = ["study__title", "article__title", "by__username"]


@admin.register(CodebookChange)
class CodebookChangeAdmin(FinalModelAdmin):
    list_display = ["revision", "kind", "claim_type", "successor"]
    list_filter = ["kind"]
    list_select_related = ["revision", "claim_type", "successor"]
    search_fields = ["revision__study__title", "claim_type__label"]
