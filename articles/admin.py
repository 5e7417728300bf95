"""Articles in the admin: outlets may be corrected, what was published is only read."""

from django.contrib import admin

from articles.final_admin import FinalModelAdmin
from articles.models import Article, Capture, Outlet, Paragraph


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "homepage_host", "country"]
    list_filter = ["kind", "country"]
    search_fields = ["name", "homepage_host"]


@admin.register(Capture)
class CaptureAdmin(FinalModelAdmin):
    list_display = ["file_name", "sha256", "media_type", "size", "received_at", "received_by"]
    list_filter = ["media_type"]
    list_select_related = ["received_by"]
    search_fields = ["file_name", "sha256", "url"]


@admin.register(Article)
class ArticleAdmin(FinalModelAdmin):
    list_display = ["title", "outlet", "published", "language", "reader", "created_at"]
    list_filter = ["language", "reader"]
    list_select_related = ["outlet"]
    search_fields = ["title", "byline", "outlet__name", "url", "text_sha256"]


@admin.register(Paragraph)
class ParagraphAdmin(FinalModelAdmin):
    list_display = ["__str__", "slot", "article"]
    list_filter = ["slot"]
    list_select_related = ["article"]
    search_fields = ["text", "article__title"]
