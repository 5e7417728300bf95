from django.db import migrations, models


def decisions_so_far_saw_what_had_come(apps, schema_editor):
    """Of decisions made before this was recorded, only the clock can tell which flags were there."""
    Flag, SeenFlag = apps.get_model("review", "Flag"), apps.get_model("review", "SeenFlag")
    pairs = Flag.objects.filter(case__decisions__at__gte=models.F("at")).values_list("case__decisions__pk", "pk")
    SeenFlag.objects.bulk_create(
        (SeenFlag(decision_id=decision, flag_id=flag) for decision, flag in pairs.iterator()), batch_size=500
    )


class Migration(migrations.Migration):

    dependencies = [
        ("review", "0002_flags_seen"),
    ]

    operations = [
        migrations.RunPython(decisions_so_far_saw_what_had_come, migrations.RunPython.noop),
    ]
