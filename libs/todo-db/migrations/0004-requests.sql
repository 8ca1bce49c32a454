-- What a request with an Idempotency-Key was answered with; without a status it is still being worked on.
CREATE TABLE idempotency_keys (
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  route text NOT NULL,
  request_hash text NOT NULL,
  status smallint CHECK (status BETWEEN 100 AND 599),
  body json,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- How much of a limit is used up in the present window of each key.
CREATE TABLE rate_windows (
  key text PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 512),
  window_start timestamptz NOT NULL,
  used integer NOT NULL CHECK (used >= 0),
  -- What the last statement got of it: RETURNING can't compare with the row before.
  last_granted integer NOT NULL CHECK (last_granted >= 0)
);
CREATE INDEX rate_windows_by_age ON rate_windows (window_start);

-- Secrets that every replica needs and nobody else: made once, by whoever is first.
CREATE TABLE signing_keys (
  name text PRIMARY KEY,
  secret bytea NOT NULL CHECK (octet_length(secret) = 32),
  created_at timestamptz NOT NULL DEFAULT now()
);
