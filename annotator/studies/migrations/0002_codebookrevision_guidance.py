from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("studies", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="codebookrevision",
            name="guidance",
            field=models.JSONField(
                blank=True, default=dict, help_text="unit, notes and priority_on_doubt, as a codebook file has them"
            ),
        ),
    ]
