-- The world of the benchmark, one statement a paragraph; bench/world.py fills in :names and %(facts)s.

-- A number drawn for a person is a hash of the seed, the person and what is drawn: the same in any order.
CREATE FUNCTION pg_temp.draw(n bigint, what int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (hashint8extended(n, :seed * 1000 + what) & 9007199254740991) / 9007199254740992.0 $$;
CREATE FUNCTION pg_temp.pick(choices text[], n bigint, what int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT choices[1 + floor(cardinality(choices) * pg_temp.draw(n, what))::int] $$;
CREATE FUNCTION pg_temp.three(choices text[], n bigint, what int) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ARRAY[pg_temp.pick(choices, n, what), pg_temp.pick(choices, n, what + 1), pg_temp.pick(choices, n, what + 2)] $$

-- Where each person is, evenly over the disc of the city; degrees, and the share of the Mercator square from its top.
CREATE TEMPORARY TABLE bench_point AS
SELECT *, 0.5 - asinh(tan(radians(lat))) / (2 * pi()) AS north FROM (
  SELECT n, lon + away * sin(turn) / (:metres * cos(radians(lat))) AS lon, lat + away * cos(turn) / :metres AS lat
  FROM (SELECT n, c.lon, c.lat, :radius * sqrt(pg_temp.draw(n, 1)) AS away, 2 * pi() * pg_temp.draw(n, 2) AS turn
        FROM unnest(%(lons)s::float8[], %(lats)s::float8[], %(firsts)s::int8[], %(lasts)s::int8[])
             AS c(lon, lat, first, last), generate_series(c.first, c.last) AS n) AS polar) AS flat

-- The cell of each, by the rule of places/cells.py: the row of zoom-10 tiles chooses the zoom. The digits of a quadkey
-- are the bits of x and twice those of y, so the two added as decimal numbers spell it.
CREATE TEMPORARY TABLE bench_live AS
SELECT n, md5('person :seed ' || n)::uuid AS person, md5('session :seed ' || n)::uuid AS session,
       right(lpad((x::bit(18)::text::bigint + 2 * y::bit(18)::text::bigint)::text, 18, '0'), z) AS cell,
       ST_SetSRID(ST_MakePoint((x + 0.5) / (1 << z) * 360 - 180,
                               degrees(atan(sinh(pi() * (1 - 2 * (y + 0.5) / (1 << z)))))), 4326)::geography AS centre
FROM (SELECT n, z, floor((lon + 180) / 360 * (1 << z))::int AS x, floor(north * (1 << z))::int AS y
      FROM bench_point, LATERAL (SELECT cos(atan(sinh(pi() * (1 - 2 * (floor(north * 1024) + 0.5) / 1024))))) AS row(narrow),
           LATERAL (SELECT floor(ln(:equator * narrow / :side) / ln(2))::int) AS rule(z)) AS tile

INSERT INTO accounts_user (id, email, password, date_joined, mail_proved_at,
  is_active, is_staff, is_superuser, is_demo, is_provisional)
SELECT person, person || '@bench.example', '!', %(now)s, %(now)s, true, false, false, false, false FROM bench_live

INSERT INTO accounts_profile (user_id, first_name, role, company, company_key, languages, offers, seeks, met_once_at,
  is_adult_at, last_name, headline, mail_domain, free_offers, free_seeks, topics, hidden_companies,
  interface_language, hide_company, open_to, answer_s, wide_area)
SELECT person, 'Anna', 'Founder', company, company, pg_temp.pick(%(languages)s, n, 3)::varchar[],
  pg_temp.three(%(terms)s, n, 10), pg_temp.three(%(terms)s, n, 20), %(now)s,
  %(now)s, '', '', '', '{}', '{}', '{}', '{}', 'en', true, 'verified', 90, false
FROM (SELECT *, 'company ' || floor(5000 * pg_temp.draw(n, 4)) AS company FROM bench_live) AS one

-- The heartbeat lies ahead so that a long run does not hide people. The copy of the person is filled here: with a
-- million rows at once the triggers rest.
INSERT INTO matching_availability (id, person_id, cell, centre, started_at, ends_at, heartbeat_at, intention, topic,
  state, reach_min, open_to, extensions, surprise, active, languages, offers, seeks, role, company_key, mail_domain,
  hide_company, hidden_companies, committed, kept, offers_bits, seeks_bits, shown_slot, shown, listed_slot, listed, listed_fairly,
  answer_for)
SELECT session, person, cell, centre, %(now)s, %(now)s + make_interval(mins => 30 + floor(60 * pg_temp.draw(n, 5))::int),
  %(now)s + interval '1 hour', pg_temp.pick(%(intentions)s, n, 6), pg_temp.pick(%(topics)s, n, 7),
  'live', :reach, 'verified', 0, false, true, languages, offers, seeks, role, company_key, mail_domain,
  hide_company, hidden_companies, 0, 0, matching_bits(offers), matching_bits(seeks), 0, 0, 0, '{}', '{}',
  make_interval(secs => answer_s)
FROM bench_live JOIN accounts_profile ON user_id = person
