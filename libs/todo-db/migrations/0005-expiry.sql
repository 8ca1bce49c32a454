-- better-auth deletes a session that has expired when somebody comes with it, which nobody may do: it is swept, with the
-- address and the browser that it names.
CREATE INDEX session_by_expiry ON "session" ("expiresAt");
CREATE INDEX verification_by_expiry ON "verification" ("expiresAt");
CREATE INDEX rate_limit_by_age ON "rateLimit" ("lastRequest");
