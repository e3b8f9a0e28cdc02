"""Do the models and the migrations say the same? No database is needed for that."""

import os
import sys
import tempfile
import warnings

os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings"
os.environ["GONGZHI_TESTING"] = "1"

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="gongzhi-check-") as folder:
        os.environ["GONGZHI_VAR"] = folder
        import django
        from django.core.management import call_command

        warnings.filterwarnings("ignore", message=".*consistent migration history.*")
        django.setup()
        try:
            call_command("makemigrations", check=True, dry_run=True)
        except SystemExit as wrong:
            sys.exit(wrong.code)
