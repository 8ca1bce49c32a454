import { addUser, startIssuer, startTestPostgres, type Issuer, type TestPostgres } from '@todo/testing';
import { join } from 'node:path';
import { check } from '../support/run.ts';
import { startService, type RunningService } from '../support/service-process.ts';

const built = join(import.meta.dirname, '../../dist/apps');

/** The built mcp service as a process, with a database and an issuer of its own. */
export interface BuiltMcp {
  readonly service: RunningService;
  readonly postgres: TestPostgres;
  readonly issuer: Issuer;
  /** Where clients find it. */
  readonly url: string;
  /** A new account with its token. */
  user(): Promise<{ readonly id: string; readonly token: string }>;
  stop(): Promise<void>;
}

export async function startBuiltMcp(env: Readonly<Record<string, string>> = {}): Promise<BuiltMcp> {
  const [postgres, issuer] = await Promise.all([startTestPostgres(), startIssuer()]);
  const migrated = { env: { DATABASE_URL: postgres.url, LOG_LEVEL: 'error' } };
  await check(process.execPath, [join(built, 'backend/app/migrate.mjs')], migrated);
  const service = await startService('mcp', join(built, 'mcp/app/main.mjs'), {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: postgres.url,
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URL: issuer.jwksUrl,
    DRAIN_SECONDS: '0',
    ...env,
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await Promise.all([postgres.remove(), issuer.close()]);
  };
  try {
    await service.ready();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    service,
    postgres,
    issuer,
    url: `${service.url}/mcp`,
    async user() {
      const id = await addUser(postgres.url);
      return { id, token: await issuer.mint({ sub: id }) };
    },
    stop,
  };
}
