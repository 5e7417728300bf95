import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeenFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decision", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seen", to="review.decision")),
                ("flag", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seen_by", to="review.flag")),
            ],
            options={
                "ordering": ["decision_id", "flag_id"],
            },
        ),
        migrations.AddConstraint(
            model_name="seenflag",
            constraint=models.UniqueConstraint(fields=("decision", "flag"), name="decision_sees_a_flag_once"),
        ),
        migrations.AddField(
            model_name="decision",
            name="flags_seen",
            field=models.ManyToManyField(related_name="decisions", through="review.SeenFlag", to="review.flag"),
        ),
    ]
