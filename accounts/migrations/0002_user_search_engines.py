from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='search_engines',
            field=models.BooleanField(default=False, help_text="Search engines may list this person's pages, if the site ever shows them to visitors."),
        ),
    ]
