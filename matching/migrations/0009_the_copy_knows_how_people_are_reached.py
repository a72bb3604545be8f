"""The database copies onto the open session how its person is reached, and keeps that copy true as well."""

from django.db import migrations

# Before a session is written, beside the copy of the person. A token has no end of its own, a session has one.
COPY = """
CREATE FUNCTION matching_copy_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'ended' THEN
    NEW.answer_for = interval '90 seconds'; NEW.push_until = NULL;
    RETURN NEW;
  END IF;
  SELECT make_interval(secs => p.answer_s) INTO NEW.answer_for
    FROM accounts_profile p WHERE p.user_id = NEW.person_id;
  SELECT max(CASE WHEN s.token_id IS NULL THEN v.expire_date ELSE '9999-12-31 00:00+00' END) INTO NEW.push_until
    FROM notifications_pushsubscription s
    LEFT JOIN django_session v ON v.session_key = s.session_id
    LEFT JOIN kernel_apitoken t ON t.id = s.token_id
   WHERE s.person_id = NEW.person_id AND s.refused_at IS NULL AND t.revoked_at IS NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER matching_copy_reach BEFORE INSERT OR UPDATE OF state, active ON matching_availability
  FOR EACH ROW EXECUTE FUNCTION matching_copy_reach();
"""
# After something changed: touch the open sessions, whose own triggers copy anew. Under the lock of
# `availability.start`, so that no window opens between the change and the look for one.
TOUCH = """
CREATE FUNCTION matching_touch(people uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM accounts_user WHERE id = ANY(people) ORDER BY id FOR NO KEY UPDATE;
  UPDATE matching_availability SET active = true
   WHERE id IN (SELECT id FROM matching_availability
                 WHERE person_id = ANY(people) AND state IN ('live', 'committed') ORDER BY id FOR NO KEY UPDATE);
END $$;
"""
REFRESH = """
CREATE FUNCTION matching_refresh_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'accounts_profile' THEN
      PERFORM matching_touch(ARRAY[NEW.user_id]);
    WHEN 'notifications_pushsubscription' THEN
      PERFORM matching_touch(ARRAY[OLD.person_id, NEW.person_id]);
    WHEN 'django_session' THEN
      PERFORM matching_touch(array_agg(person_id))
         FROM notifications_pushsubscription WHERE session_id = NEW.session_key HAVING count(*) > 0;
    WHEN 'kernel_apitoken' THEN
      PERFORM matching_touch(array_agg(person_id))
         FROM notifications_pushsubscription WHERE token_id = NEW.id HAVING count(*) > 0;
  END CASE;
  RETURN NULL;
END $$;
CREATE TRIGGER matching_refresh_reach AFTER UPDATE OF answer_s ON accounts_profile FOR EACH ROW
  WHEN (OLD.answer_s IS DISTINCT FROM NEW.answer_s) EXECUTE FUNCTION matching_refresh_reach();
CREATE TRIGGER matching_refresh_reach AFTER INSERT OR DELETE ON notifications_pushsubscription FOR EACH ROW
  EXECUTE FUNCTION matching_refresh_reach();
CREATE TRIGGER matching_refresh_reach_again AFTER UPDATE ON notifications_pushsubscription FOR EACH ROW
  WHEN ((OLD.person_id, OLD.session_id, OLD.token_id, OLD.refused_at) IS DISTINCT FROM
        (NEW.person_id, NEW.session_id, NEW.token_id, NEW.refused_at))
  EXECUTE FUNCTION matching_refresh_reach();
CREATE TRIGGER matching_refresh_reach AFTER UPDATE OF expire_date ON django_session FOR EACH ROW
  WHEN (OLD.expire_date IS DISTINCT FROM NEW.expire_date) EXECUTE FUNCTION matching_refresh_reach();
CREATE TRIGGER matching_refresh_reach AFTER UPDATE OF revoked_at ON kernel_apitoken FOR EACH ROW
  WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at) EXECUTE FUNCTION matching_refresh_reach();
"""
FILL = "UPDATE matching_availability SET active = true WHERE state IN ('live', 'committed')"
DROP = """
DROP TRIGGER matching_refresh_reach ON kernel_apitoken;
DROP TRIGGER matching_refresh_reach ON django_session;
DROP TRIGGER matching_refresh_reach_again ON notifications_pushsubscription;
DROP TRIGGER matching_refresh_reach ON notifications_pushsubscription;
DROP TRIGGER matching_refresh_reach ON accounts_profile;
DROP FUNCTION matching_refresh_reach;
DROP FUNCTION matching_touch;
DROP TRIGGER matching_copy_reach ON matching_availability;
DROP FUNCTION matching_copy_reach;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0008_how_people_are_reached"),
        ("accounts", "0003_time_to_answer"),
        ("kernel", "0001_initial"),
        ("notifications", "0002_push_subscriptions_and_preferences"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(COPY + TOUCH + REFRESH, DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
