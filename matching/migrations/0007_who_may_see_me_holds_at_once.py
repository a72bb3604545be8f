"""Who changes to whom they are open changes it for the open session too, whichever door it came through."""

from django.db import migrations

OBEY = """
CREATE FUNCTION matching_obey_open_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE matching_availability SET open_to = NEW.open_to
   WHERE person_id = NEW.user_id AND state IN ('live', 'committed') AND open_to <> NEW.open_to;
  RETURN NULL;
END $$;
CREATE TRIGGER matching_obey_open_to AFTER UPDATE OF open_to ON accounts_profile FOR EACH ROW
  WHEN (OLD.open_to IS DISTINCT FROM NEW.open_to) EXECUTE FUNCTION matching_obey_open_to();
"""
DROP = """
DROP TRIGGER matching_obey_open_to ON accounts_profile;
DROP FUNCTION matching_obey_open_to;
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_whom_one_was_shown_today")]

    operations = [migrations.RunSQL(OBEY, DROP)]
