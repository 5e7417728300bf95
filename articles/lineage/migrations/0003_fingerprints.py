import sys

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from tqdm import tqdm

from articles.lineage.candidates.addresses import outlet_key
from articles.lineage.candidates.index import index_in_batches


def note(apps, schema_editor):
    """Note the words of what is stored. A later change of `shingles` needs a migration that notes them anew."""
    tables = [
        apps.get_model(*name)
        for name in (("articles", "Paragraph"), ("lineage", "Fingerprint"), ("lineage", "Shingle"))
    ]
    stored = apps.get_model("articles", "Article").objects.order_by("pk").values_list("pk", flat=True)
    with tqdm(
        total=len(stored),
        unit="article",
        desc="words noted",
        file=sys.stderr,
        disable=not (stored and sys.stderr.isatty()),
    ) as bar:
        index_in_batches(list(stored), tuple(tables), told=bar.update)


def name(apps, schema_editor):
    """Note which outlets are named. A later change of `name_key` needs a migration that notes them anew."""
    NamedOutlet = apps.get_model("lineage", "NamedOutlet")
    said = apps.get_model("articles", "Article").objects.exclude(origin_outlet="").values_list("pk", "origin_outlet")
    named = ((pk, outlet_key(name)) for pk, name in said.order_by("pk").iterator())
    NamedOutlet.objects.bulk_create(
        (NamedOutlet(article_id=pk, key=key) for pk, key in named if key), batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("lineage", "0002_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedOutlet",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("key", models.CharField(db_index=True, max_length=200)),
            ],
            options={
                "ordering": ["article_id"],
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="fingerprint",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("kept", models.PositiveIntegerField(help_text="numbers, whether or not others held them before")),
                ("sampled", models.PositiveIntegerField(help_text="those of them that a long text would keep as well")),
                ("whole", models.BooleanField(help_text="a short text: every shingle is kept")),
            ],
            options={
                "ordering": ["article_id"],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("confirmed", "Confirmed"), ("rejected", "Rejected")],
                        max_length=10,
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("republication", "Republication"),
                            ("update", "Update"),
                            ("excerpt", "Excerpt"),
                            ("translation", "Translation"),
                            ("rewrite", "Rewrite"),
                            ("quotes", "Quotes"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "derivation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="lineage.derivation"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["confirmed", "rejected"])),
                        name="ruling_status_is_a_word_of_a_person",
                        violation_error_message="Status is not one of its values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relation__in", ["republication", "update", "excerpt", "translation", "rewrite", "quotes"])
                        ),
                        name="ruling_relation_is_known",
                        violation_error_message="Relation is not one of its values.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shingle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(help_text="48 bits, signed")),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("number", "article"), name="shingle_is_noted_once")],
            },
        ),
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
