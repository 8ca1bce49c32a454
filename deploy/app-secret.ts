import {
  and,
  choose,
  concat,
  eq,
  nonEmpty,
  not,
  secret,
  str,
  when,
  type Expr,
  type Holes,
  type Secret,
  type StackScope,
} from '@nx-kube/manifests';
import { secrets } from './secrets.ts';
import { database } from './services.ts';
import type { Values } from './values.ts';

type Key =
  | 'DATABASE_URL'
  | 'MIGRATION_URL'
  | 'BETTER_AUTH_SECRET'
  | 'BETTER_AUTH_URL'
  | 'OPENAI_API_KEY'
  | 'POSTGRES_PASSWORD';

/** How containers read the keys of the Secret. */
export type SecretKeys = Secret<Key>['keys'];

/** Whether the database lies in the cluster. */
export function hasOwnDatabase(v: Holes<Values>): Expr<boolean> {
  return and(v.database.enabled, eq(v.secrets.databaseUrl, ''));
}

/** What the Secret holds; what nobody gave follows from other values where it can. */
export function appSecret(scope: StackScope, v: Holes<Values>): Secret<Key> {
  const { secrets: given, existingSecret } = v;
  const own = hasOwnDatabase(v);
  const { name, port, user, database: schema } = database;
  const here = concat([`postgres://${user}:`, given.postgresPassword, `@${name}:${port}/${schema}`]);
  const { tls, host } = v.ingress;
  return secret(scope, {
    name: secrets.name,
    existing: existingSecret,
    data: {
      DATABASE_URL: choose(own, here, given.databaseUrl),
      MIGRATION_URL: when(nonEmpty(given.migrationUrl), given.migrationUrl),
      BETTER_AUTH_SECRET: given.betterAuthSecret,
      BETTER_AUTH_URL: choose(
        eq(given.betterAuthUrl, ''),
        choose(tls.enabled, str`https://${host}`, str`http://${host}`),
        given.betterAuthUrl,
      ),
      OPENAI_API_KEY: when(not(eq(given.openaiApiKey, '')), given.openaiApiKey),
      POSTGRES_PASSWORD: when(own, given.postgresPassword),
    },
    required: {
      DATABASE_URL:
        'there is no database: set one with --set secrets.databaseUrl=postgres://…, or let the chart run one with --set database.enabled=true',
      BETTER_AUTH_SECRET:
        'secrets.betterAuthSecret is empty: set it with --set secrets.betterAuthSecret="$(openssl rand -hex 32)"',
      POSTGRES_PASSWORD:
        'secrets.postgresPassword is empty: set it with --set secrets.postgresPassword="$(openssl rand -hex 32)", or give a database with --set secrets.databaseUrl=postgres://…',
    },
  });
}
