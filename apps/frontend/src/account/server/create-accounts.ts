import { betterAuth } from 'better-auth';
import { jwt } from 'better-auth/plugins/jwt';
import type pg from 'pg';

import { accountsLog } from './accounts-log.ts';
import { signingKeys } from './signing-keys.ts';

/** What the accounts are made from. */
export interface AccountsOptions {
  readonly pool: pg.Pool;
  readonly secret: string;
  /** Address under which browsers reach the application; also the issuer of its tokens. */
  readonly publicUrl: string;
  /** Origins besides it from which a browser may sign in. */
  readonly trustedOrigins: readonly string[];
}

/** The accounts, as the rest of the frontend uses them. */
export interface Accounts {
  /** Answers a request below `/api/auth`. */
  handler(request: Request): Promise<Response>;
  /** Whether the database answers. */
  isReachable(): Promise<boolean>;
  readonly api: {
    getSession(o: { readonly headers: Headers }): Promise<{
      readonly user: { readonly id: string; readonly email: string; readonly name: string };
      readonly session: { readonly id: string };
    } | null>;
    getToken(o: { readonly headers: Headers }): Promise<{ readonly token: string }>;
  };
}

/** Who may be spoken to with a token of ours. */
const AUDIENCE = ['todo-backend', 'todo-mcp'];

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/**
 * The accounts: e-mail and password, sessions in the database, short tokens for the other services. Limits are counted in the
 * database, so that any number of replicas share them.
 *
 * @see https://www.better-auth.com/docs/plugins/jwt
 */
export function createAccounts({ pool, secret, publicUrl, trustedOrigins }: AccountsOptions): Accounts {
  const { handler, api } = betterAuth({
    appName: 'Todo Chatbot',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: pool,
    trustedOrigins: [...trustedOrigins],
    telemetry: { enabled: false },
    logger: accountsLog,
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    session: { expiresIn: 30 * DAY, updateAge: DAY },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: MINUTE,
      max: 240,
      customRules: {
        '/sign-in/email': { window: MINUTE, max: 20 },
        '/sign-up/email': { window: MINUTE, max: 20 },
        '/change-password': { window: MINUTE, max: 10 },
        // The other services ask for them, all from a few addresses.
        '/jwks': false,
      },
    },
    advanced: {
      useSecureCookies: publicUrl.startsWith('https:'),
      cookiePrefix: 'todo',
      // Said here, as better-auth leaves both out where it takes itself to be under test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      // Set by the ingress, which replaces what the client sent; src/server puts the peer's address where there is none.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    plugins: [
      jwt({
        // Tokens are asked for, not sent along with every look at the session.
        disableSettingJwtHeader: true,
        adapter: { getJwks: signingKeys(secret) },
        jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' }, rotationInterval: 30 * DAY, gracePeriod: DAY },
        jwt: {
          issuer: publicUrl,
          audience: AUDIENCE,
          expirationTime: '15m',
          // The subject says who it is; the others need no name and no address.
          definePayload: () => ({}),
        },
      }),
    ],
  });
  const isReachable = (): Promise<boolean> =>
    pool.query('SELECT 1').then(
      () => true,
      () => false,
    );
  return { handler, api, isReachable };
}
