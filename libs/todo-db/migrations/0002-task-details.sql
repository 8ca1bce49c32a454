-- A CHECK can't hold a subquery, a function can. Whoever writes tags lower-cases and trims them.
CREATE FUNCTION todo_tags_are_valid(tags text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT count(*) <= 10
    AND count(tag) = count(*)
    AND count(DISTINCT tag) = count(*)
    AND coalesce(bool_and(length(tag) BETWEEN 1 AND 30), true)
  FROM unnest(tags) AS tag
$$;

-- Every default is a constant: Postgres adds such columns without writing the rows again, and a release that does not know
-- them inserts as before.
ALTER TABLE tasks
  ADD COLUMN priority text NOT NULL DEFAULT 'medium',
  ADD COLUMN due_at timestamptz,
  ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
  ADD COLUMN recurrence text,
  -- The day of the month that a recurring task keeps to, though a month before was shorter.
  ADD COLUMN recurrence_day smallint,
  -- The next occurrence that this one's completion added; it adds no second one. No reference: it may be deleted.
  ADD COLUMN successor_id bigint,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT tasks_priority CHECK (priority IN ('low', 'medium', 'high')),
  ADD CONSTRAINT tasks_due_at CHECK (due_at BETWEEN '1900-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'),
  ADD CONSTRAINT tasks_tags CHECK (todo_tags_are_valid(tags)),
  ADD CONSTRAINT tasks_recurrence CHECK (recurrence IN ('daily', 'weekly', 'monthly', 'yearly')),
  ADD CONSTRAINT tasks_recurrence_needs_due_at CHECK (recurrence IS NULL OR due_at IS NOT NULL),
  ADD CONSTRAINT tasks_recurrence_day CHECK (recurrence_day BETWEEN 1 AND 31),
  ADD CONSTRAINT tasks_version CHECK (version >= 1);

-- Not valid: rows from before there were accounts stay; every new row is checked.
ALTER TABLE tasks
  ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user" (id) ON DELETE CASCADE NOT VALID;

CREATE INDEX tasks_of_user_by_due_date ON tasks (user_id, due_at, id);

-- Here, not in the statements: the version also counts what a release that does not know it changes.
CREATE FUNCTION todo_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END
$$;
CREATE TRIGGER tasks_count_version BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION todo_count_version();

-- The outbox: one row for every change of a task, written in the same transaction.
CREATE TABLE task_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_type text NOT NULL CHECK (event_type IN ('created', 'updated', 'completed', 'reopened', 'deleted')),
  -- No reference: the event of a deletion outlives the task.
  task_id bigint NOT NULL,
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  task_data jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX task_events_of_user ON task_events (user_id);
CREATE INDEX task_events_by_age ON task_events (created_at);
