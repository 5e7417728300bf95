import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("review", "0003_flags_seen_so_far"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_verdict_is_known",
        ),
        migrations.AddField(
            model_name="decision",
            name="takes_back",
            field=models.OneToOneField(blank=True, help_text="then there is no verdict", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="taken_back_by", to="review.decision"),
        ),
        migrations.AddField(
            model_name="flag",
            name="repeats",
            field=models.ForeignKey(blank=True, help_text="the same coder's first flag here that says the same of the same words; the note may differ", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="repeated_by", to="review.flag"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verdict",
            field=models.CharField(blank=True, choices=[("confirmed-absent-in-original", "Confirmed absent in original"), ("present-in-original", "Present in original"), ("differs-in-original", "Differs in original"), ("original-not-available", "Original not available"), ("not-an-insertion", "Not an insertion")], max_length=30),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("takes_back__isnull", True), models.Q(("verdict", ""), _negated=True)), models.Q(("effect", ""), ("evidence_paragraph__isnull", True), ("function", ""), ("inserter", "unknown"), ("marking", ""), ("takes_back__isnull", False), ("upstream__isnull", True), ("verdict", "")), _connector="OR"), name="decision_gives_a_verdict_or_takes_one_back", violation_error_message="A decision gives a verdict, or it takes an earlier one back and says no more."),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(condition=models.Q(("verdict__in", ["confirmed-absent-in-original", "present-in-original", "differs-in-original", "original-not-available", "not-an-insertion", ""])), name="decision_verdict_is_known", violation_error_message="Verdict is not one of its values."),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(condition=models.Q(("repeats__isnull", True), ("annotation__isnull", False), _connector="OR"), name="flag_that_repeats_is_a_coders"),
        ),
    ]
