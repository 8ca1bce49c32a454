import { config, type Config, type Holes, type StackScope } from '@nx-kube/manifests';
import { address, METRICS_PORT, services } from './services.ts';
import type { Values } from './values.ts';

type Key =
  | 'NODE_ENV'
  | 'LOG_LEVEL'
  | 'BACKEND_URL'
  | 'MCP_URL'
  | 'AUTH_JWKS_URL'
  | 'METRICS_PORT'
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'OPENAI_BASE_URL'
  | 'OPENAI_MODEL'
  | 'TRUSTED_ORIGINS';

/** How containers read the settings. */
export type SettingKeys = Config<Key>['keys'];

/** The settings that are no secret. An empty one counts as absent for every service. */
export function settingsOf(scope: StackScope, { config: given }: Holes<Values>): Config<Key> {
  return config(scope, {
    name: 'todo-config',
    data: {
      NODE_ENV: given.nodeEnv,
      LOG_LEVEL: given.logLevel,
      BACKEND_URL: address(services.backend),
      MCP_URL: address(services.mcp),
      // Tokens are verified by public keys, which the frontend publishes.
      AUTH_JWKS_URL: `${address(services.frontend)}/api/auth/jwks`,
      METRICS_PORT: String(METRICS_PORT),
      OTEL_EXPORTER_OTLP_ENDPOINT: given.otlpEndpoint,
      OPENAI_BASE_URL: given.openaiBaseUrl,
      OPENAI_MODEL: given.openaiModel,
      TRUSTED_ORIGINS: given.trustedOrigins,
    },
  });
}
