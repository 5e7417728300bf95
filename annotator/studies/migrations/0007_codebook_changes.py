import uuid

import django.db.models.deletion
from django.db import migrations, models


def give_each_type_a_guid(apps, schema_editor):
    """Each its own: a default would be computed once and given to every row."""
    ClaimType = apps.get_model("studies", "ClaimType")
    for pk in list(ClaimType.objects.order_by("pk").values_list("pk", flat=True)):
        ClaimType.objects.filter(pk=pk).update(guid=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('studies', '0006_training_articles'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodebookChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('add', 'Added'), ('edit', 'Changed'), ('merge', 'Merged'), ('split', 'Split'), ('retire', 'Retired'), ('restore', 'Brought back'), ('reorder', 'Reordered'), ('facets', 'Facets switched'), ('guidance', 'Guidance changed'), ('import', 'Brought in from a file')], max_length=10)),
                ('detail', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['revision_id', 'position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='claimtype',
            name='guid',
            field=models.UUIDField(null=True, editable=False, help_text='its id in files that other tools read'),
        ),
        # Going back drops the column, so there is nothing to undo.
        migrations.RunPython(give_each_type_a_guid, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='claimtype',
            name='guid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='its id in files that other tools read'),
        ),
        migrations.AlterField(
            model_name='codebookrevision',
            name='guidance',
            field=models.JSONField(blank=True, default=dict, help_text='unit, notes, priority_on_doubt, facets_off and version, as a codebook file has them'),
        ),
        migrations.AddConstraint(
            model_name='claimtype',
            constraint=models.UniqueConstraint(fields=('study', 'guid'), name='claim_type_guid_is_unique_in_its_study'),
        ),
        migrations.AddField(
            model_name='codebookchange',
            name='claim_type',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='studies.claimtype'),
        ),
        migrations.AddField(
            model_name='codebookchange',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='studies.codebookrevision'),
        ),
        migrations.AddField(
            model_name='codebookchange',
            name='successor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studies.claimtype'),
        ),
        migrations.AddConstraint(
            model_name='codebookchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['add', 'edit', 'merge', 'split', 'retire', 'restore', 'reorder', 'facets', 'guidance', 'import'])), name='codebook_change_kind_is_known', violation_error_message='Kind is not one of its values.'),
        ),
        migrations.AddConstraint(
            model_name='codebookchange',
            constraint=models.UniqueConstraint(fields=('revision', 'position'), name='codebook_change_has_a_place_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='codebookchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim_type__isnull', False), ('kind__in', ('add', 'edit', 'merge', 'split', 'retire', 'restore'))), models.Q(models.Q(('kind__in', ('add', 'edit', 'merge', 'split', 'retire', 'restore')), _negated=True), ('claim_type__isnull', True)), _connector='OR'), name='codebook_change_names_its_claim_type', violation_error_message='Say which claim type was changed.'),
        ),
        migrations.AddConstraint(
            model_name='codebookchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('merge', 'split')), ('successor__isnull', False)), models.Q(models.Q(('kind__in', ('merge', 'split')), _negated=True), ('successor__isnull', True)), _connector='OR'), name='codebook_change_names_a_successor_where_there_is_one', violation_error_message='A merged or split claim type has a successor, no other has one.'),
        ),
    ]
