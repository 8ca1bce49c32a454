-- Type json where nobody looks into the value: unlike jsonb it keeps \u0000 and the halves of a surrogate pair, which a
-- streamed text may be cut into, and gives back what was written.
CREATE TABLE conversations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX conversations_of_user ON conversations (user_id, updated_at DESC, id DESC);

CREATE TABLE messages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation_id bigint NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('user', 'assistant')),
  content text NOT NULL,
  tool_calls json NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT messages_of_users_are_short CHECK (role <> 'user' OR length(content) <= 4000)
);
CREATE INDEX messages_of_conversation ON messages (conversation_id, id);
CREATE INDEX messages_of_user ON messages (user_id);

-- One question with its answer, while and after it is worked on.
CREATE TABLE chat_turns (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  conversation_id bigint NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed', 'cancelled')),
  -- The number of the last event; whoever adds one locks this row by it.
  last_seq integer NOT NULL DEFAULT 0,
  cancel_requested_at timestamptz,
  -- When a replica that does not work on it last said that somebody reads it there.
  followed_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  deadline_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT chat_turns_ended CHECK ((status = 'running') = (ended_at IS NULL))
);
CREATE INDEX chat_turns_of_user ON chat_turns (user_id);
CREATE INDEX chat_turns_of_conversation ON chat_turns (conversation_id);
CREATE INDEX chat_turns_by_age ON chat_turns (started_at);

CREATE TABLE chat_events (
  turn_id uuid NOT NULL REFERENCES chat_turns (id) ON DELETE CASCADE,
  seq integer NOT NULL CHECK (seq >= 1),
  event text NOT NULL,
  data json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (turn_id, seq)
);

-- What an assistant may do only once the person says so.
CREATE TABLE confirmations (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  conversation_id bigint NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  action text NOT NULL,
  payload json NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX confirmations_of_user ON confirmations (user_id);
CREATE INDEX confirmations_of_conversation ON confirmations (conversation_id);
CREATE INDEX confirmations_by_expiry ON confirmations (expires_at);
