"""Derivations in the admin: proposed and settled on the article's page, where the evidence is; here they are found."""

from django.contrib import admin

from articles.final_admin import FinalModelAdmin
from articles.lineage.models import Address, Derivation


@admin.register(Derivation)
class DerivationAdmin(FinalModelAdmin):
    list_display = ["derived", "upstream", "upstream_outlet", "relation", "status", "settled_by"]
    list_filter = ["status", "relation"]
    list_select_related = ["derived", "upstream", "settled_by"]
    search_fields = ["derived__title", "upstream__title", "upstream_outlet", "upstream_url"]


@admin.register(Address)
class AddressAdmin(FinalModelAdmin):
    list_display = ["article", "stated", "key"]
    list_filter = ["stated"]
    list_select_related = ["article"]
    search_fields = ["article__title", "key"]
