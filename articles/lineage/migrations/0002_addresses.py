import django.db.models.deletion
from django.db import migrations, models

from articles.lineage.candidates.likeness import address_keys


def note(apps, schema_editor):
    """Note the addresses of what is stored. A later change of `address_key` needs a migration that notes them anew."""
    Address = apps.get_model("lineage", "Address")
    facts = ("url", "canonical_url", "archive_url", "origin_url", "upstream_urls")
    rows = []
    for article in apps.get_model("articles", "Article").objects.only(*facts).order_by("pk").iterator():
        own = address_keys([article.url, article.canonical_url, article.archive_url])
        stated = address_keys([article.origin_url, *article.upstream_urls]) - address_keys([article.url])
        rows += [Address(article=article, stated=False, key=key) for key in sorted(own)]
        rows += [Address(article=article, stated=True, key=key) for key in sorted(stated)]
    Address.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("lineage", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stated", models.BooleanField(help_text="named as the original's; otherwise the article's own")),
                ("key", models.CharField(max_length=64)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="articles.article"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "verbose_name_plural": "addresses",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "stated", "article"), name="address_is_noted_once")
                ],
            },
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
