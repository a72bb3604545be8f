"""The database copies what the look-up asks of a person onto the open session, and keeps the copy true."""

from django.db import migrations

# A bit of 64 for each tag: two lists that share no bit share no tag.
BITS = """
CREATE FUNCTION matching_bits(tags varchar[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT COALESCE(bit_or(1::bigint << (hashtext(tag) & 63)), 0) FROM unnest(tags) AS tag $$;
"""
# Before a session is written: fill the copy when it opens, empty it when it ends.
COPY = """
CREATE FUNCTION matching_copy_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'ended' THEN
    NEW.languages = '{}'; NEW.offers = '{}'; NEW.seeks = '{}'; NEW.hidden_companies = '{}';
    NEW.offers_bits = 0; NEW.seeks_bits = 0; NEW.role = ''; NEW.company_key = ''; NEW.mail_domain = '';
    NEW.listed = '{}'; NEW.listed_fairly = '{}';
    RETURN NEW;
  END IF;
  SELECT u.is_active, p.languages, p.offers || p.free_offers, p.seeks || p.free_seeks, p.role,
         p.company_key, p.mail_domain, p.hide_company, p.hidden_companies,
         COALESCE(s.committed, 0), COALESCE(s.kept, 0)
    INTO NEW.active, NEW.languages, NEW.offers, NEW.seeks, NEW.role,
         NEW.company_key, NEW.mail_domain, NEW.hide_company, NEW.hidden_companies, NEW.committed, NEW.kept
    FROM accounts_user u
    JOIN accounts_profile p ON p.user_id = u.id
    LEFT JOIN matching_standing s ON s.person_id = u.id
   WHERE u.id = NEW.person_id;
  NEW.offers_bits = matching_bits(NEW.offers);
  NEW.seeks_bits = matching_bits(NEW.seeks);
  RETURN NEW;
END $$;
CREATE TRIGGER matching_copy_person BEFORE INSERT OR UPDATE OF state, active ON matching_availability
  FOR EACH ROW EXECUTE FUNCTION matching_copy_person();
"""
# After the person changed: touch the open session, whose own trigger copies anew.
REFRESH = """
CREATE FUNCTION matching_refresh_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE matching_availability SET active = true
   WHERE person_id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid AND state IN ('live', 'committed');
  RETURN NULL;
END $$;
CREATE TRIGGER matching_refresh_copy AFTER UPDATE ON accounts_profile FOR EACH ROW
  WHEN ((OLD.languages, OLD.offers, OLD.free_offers, OLD.seeks, OLD.free_seeks, OLD.role,
         OLD.company_key, OLD.mail_domain, OLD.hide_company, OLD.hidden_companies) IS DISTINCT FROM
        (NEW.languages, NEW.offers, NEW.free_offers, NEW.seeks, NEW.free_seeks, NEW.role,
         NEW.company_key, NEW.mail_domain, NEW.hide_company, NEW.hidden_companies))
  EXECUTE FUNCTION matching_refresh_copy('user_id');
CREATE TRIGGER matching_refresh_copy AFTER UPDATE ON accounts_user FOR EACH ROW
  WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION matching_refresh_copy('id');
CREATE TRIGGER matching_refresh_copy AFTER INSERT OR UPDATE ON matching_standing FOR EACH ROW
  EXECUTE FUNCTION matching_refresh_copy('person_id');
"""
# Room on each page, so that a heartbeat or a showing is a HOT update: no index is touched.
ROOM = "ALTER TABLE matching_availability SET (fillfactor = 70)"
FILL = "UPDATE matching_availability SET active = true WHERE state IN ('live', 'committed')"
DROP = """
DROP TRIGGER matching_refresh_copy ON matching_standing;
DROP TRIGGER matching_refresh_copy ON accounts_user;
DROP TRIGGER matching_refresh_copy ON accounts_profile;
DROP FUNCTION matching_refresh_copy;
DROP TRIGGER matching_copy_person ON matching_availability;
DROP FUNCTION matching_copy_person;
DROP FUNCTION matching_bits;
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_what_the_look_up_asks"), ("accounts", "0002_a_wider_area")]

    operations = [
        migrations.RunSQL(BITS + COPY + REFRESH, DROP),
        migrations.RunSQL(ROOM, "ALTER TABLE matching_availability RESET (fillfactor)"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
