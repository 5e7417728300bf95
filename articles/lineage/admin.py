"""Derivations in the admin: proposed and settled on the article's page, where the evidence is; here they are found."""

from django.contrib import admin

from articles.final_admin import FinalModelAdmin
from articles.lineage.models import Address, Derivation, Fingerprint, NamedOutlet, Ruling, Shingle
from articles.lineage.records import Change, Comparison, Correction, Pair, PairMember


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


@admin.register(Comparison)
class ComparisonAdmin(FinalModelAdmin):
    list_display = ["derivation", "algorithm", "corrections", "at"]
    list_filter = ["algorithm"]
    list_select_related = ["derivation__derived", "derivation__upstream"]


@admin.register(Correction)
class CorrectionAdmin(FinalModelAdmin):
    list_display = ["derivation", "number", "kind", "left", "right", "by", "at"]
    list_filter = ["kind"]
    list_select_related = ["derivation__derived", "derivation__upstream", "left", "right", "by"]


@admin.register(Pair)
class PairAdmin(FinalModelAdmin):
    list_display = ["comparison", "number", "status", "similarity"]
    list_filter = ["status"]
    list_select_related = ["comparison__derivation__derived", "comparison__derivation__upstream"]


@admin.register(PairMember)
class PairMemberAdmin(FinalModelAdmin):
    list_display = ["pair", "side", "paragraph"]
    list_filter = ["side"]
    list_select_related = ["pair", "paragraph"]


@admin.register(Change)
class ChangeAdmin(FinalModelAdmin):
    list_display = ["comparison", "number", "operation", "marking", "host", "trivial", "left_quote", "right_quote"]
    list_filter = ["operation", "marking", "host", "trivial"]
    list_select_related = ["comparison__derivation__derived", "comparison__derivation__upstream"]
    search_fields = ["left_quote", "right_quote"]


@admin.register(NamedOutlet)
class NamedOutletAdmin(FinalModelAdmin):
    list_display = ["article", "key"]
    list_select_related = ["article"]
    search_fields = ["article__title", "key"]


@admin.register(Fingerprint)
class FingerprintAdmin(FinalModelAdmin):
    list_display = ["article", "kept", "sampled", "whole"]
    list_filter = ["whole"]
    list_select_related = ["article"]
    search_fields = ["article__title"]


@admin.register(Shingle)
class ShingleAdmin(FinalModelAdmin):
    list_display = ["number", "article"]
    list_select_related = ["article"]
    # Millions of rows: the number of pages is not counted.
    show_full_result_count = False


@admin.register(Ruling)
class RulingAdmin(FinalModelAdmin):
    list_display = ["derivation", "status", "relation", "by", "at"]
    list_filter = ["status", "relation"]
    list_select_related = ["derivation__derived", "derivation__upstream", "by"]
    search_fields = ["derivation__derived__title", "note"]
