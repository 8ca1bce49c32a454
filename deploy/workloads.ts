import { autoscaler, service, type Env, type Holes, type StackScope } from '@nx-kube/manifests';
import type { SecretKeys } from './app-secret.ts';
import type { ObjectTree } from './object-tree.ts';
import { METRICS_PORT, services } from './services.ts';
import type { SettingKeys } from './settings.ts';
import type { Values } from './values.ts';

/** Where containers read their settings and secrets. */
interface Sources {
  readonly settings: SettingKeys;
  readonly secrets: SecretKeys;
}

/** The three services, each with an autoscaler beside it. */
export function workloads(scope: StackScope, v: Holes<Values>, sources: Sources): readonly ObjectTree[] {
  const made = { backend: backend(sources), mcp: mcp(sources), frontend: frontend(sources) };
  return (['backend', 'mcp', 'frontend'] as const).flatMap((name) => {
    const autoscaling = v.autoscaling[name];
    const objects = service(scope, {
      ...services[name],
      podPorts: { metrics: METRICS_PORT },
      image: v.images[name],
      replicas: v.replicas[name],
      resources: v.resources[name],
      extraEnv: v.extraEnv[name],
      autoscaling,
      disruptionBudget: v.podDisruptionBudget.enabled,
      ...made[name],
    });
    return [...Object.values(objects), autoscaler(scope, { name, ...autoscaling })];
  });
}

/** What a service runs with, and what runs before it. */
interface Program {
  readonly env: Env;
  readonly before?: { readonly name: string; readonly command: readonly string[]; readonly env: Env };
  readonly graceSeconds?: number;
}

function backend(sources: Sources): Program {
  const { settings, secrets } = sources;
  const { MCP_URL, OPENAI_BASE_URL, OPENAI_MODEL } = settings;
  const base = databaseEnv(sources);
  // Keys that may be absent from the Secret.
  const OPENAI_API_KEY = { ...secrets.OPENAI_API_KEY, optional: true };
  const MIGRATION_URL = { ...secrets.MIGRATION_URL, optional: true };
  const assistant = { MCP_URL, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL };
  return {
    env: { ...listening(sources), ...base, ...identity(sources), ...assistant },
    before: { name: 'migrate', command: ['node', '/app/migrate.mjs'], env: { ...base, MIGRATION_URL } },
    // An answer of the assistant that is under way may take 30 s more.
    graceSeconds: 45,
  };
}

function mcp(sources: Sources): Program {
  const base = databaseEnv(sources);
  return {
    env: { ...listening(sources), ...base, ...identity(sources) },
    before: { name: 'await-schema', command: ['node', '/app/await-schema.mjs'], env: base },
  };
}

function frontend(sources: Sources): Program {
  const { BACKEND_URL, MCP_URL, TRUSTED_ORIGINS } = sources.settings;
  const { BETTER_AUTH_SECRET, BETTER_AUTH_URL } = sources.secrets;
  const accounts = { BETTER_AUTH_SECRET, BETTER_AUTH_URL, TRUSTED_ORIGINS };
  return { env: { ...listening(sources), ...databaseEnv(sources), BACKEND_URL, MCP_URL, ...accounts } };
}

function listening({ settings: { METRICS_PORT, OTEL_EXPORTER_OTLP_ENDPOINT } }: Sources): Env {
  return { HOST: '0.0.0.0', METRICS_PORT, OTEL_EXPORTER_OTLP_ENDPOINT };
}

/** Who may have signed a token: the public address, by the keys that the frontend publishes. The secret stays there. */
function identity({ settings: { AUTH_JWKS_URL }, secrets: { BETTER_AUTH_URL } }: Sources): Env {
  return { AUTH_ISSUER: BETTER_AUTH_URL, AUTH_JWKS_URL };
}

function databaseEnv({ settings: { NODE_ENV, LOG_LEVEL }, secrets: { DATABASE_URL } }: Sources): Env {
  return { NODE_ENV, LOG_LEVEL, DATABASE_URL };
}
