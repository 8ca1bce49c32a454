import { betterAuth } from 'better-auth';
import { jwt } from 'better-auth/plugins/jwt';
import type pg from 'pg';

import { accountsLog, logFailure } from './accounts-log.ts';
import { databaseLimits } from './limits.ts';
import { failOnOutage } from './outage.ts';
import { limitSignIn } from './sign-in-limit.ts';
import { signingKeys } from './signing-keys.ts';
import { watchedPool } from './watched-pool.ts';

/** What the accounts are made from. */
export interface AccountsOptions {
  readonly pool: pg.Pool;
  readonly secret: string;
  /** Address under which browsers reach the application; also the issuer of its tokens. */
  readonly publicUrl: string;
  /** Origins besides it from which a browser may sign in. */
  readonly trustedOrigins: readonly string[];
}

/** Who is signed in, as pages show it. */
export interface CurrentSession {
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly session: { readonly id: string };
}

/** The accounts, as the rest of the frontend uses them. Every method throws AccountsUnavailable. */
export interface Accounts {
  /** Answers a request below `/api/auth` as better-auth does. */
  handle(request: Request): Promise<Response>;
  /** The session that a request's cookie belongs to; undefined for somebody who is not signed in. */
  session(headers: Headers): Promise<CurrentSession | undefined>;
  /** A token for the services behind, on behalf of who is signed in; undefined for nobody. */
  token(headers: Headers): Promise<string | undefined>;
}

/** Who may be spoken to with a token of ours. */
const AUDIENCE = ['todo-backend', 'todo-mcp'];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The session is looked at, not prolonged: a page that is being rendered can't send the cookie that goes with it. */
const ONLY_LOOK = { disableRefresh: true };

/**
 * The accounts: e-mail and password, sessions in the database, short tokens for the other services. Limits are counted in the
 * database, so that any number of replicas share them.
 *
 * @see https://www.better-auth.com/docs/plugins/jwt
 */
export function createAccounts(options: AccountsOptions): Accounts {
  const { handler, api } = makeBetterAuth(options);
  const session = async (headers: Headers): Promise<CurrentSession | undefined> => {
    const found = await api.getSession({ headers, query: ONLY_LOOK });
    if (!found) return undefined;
    const { id, email, name } = found.user;
    return { user: { id, email, name }, session: { id: found.session.id } };
  };
  const token = async (headers: Headers): Promise<string | undefined> => {
    const found = await session(headers);
    if (!found) return undefined;
    const payload = { sub: found.user.id, iat: Math.floor(Date.now() / 1000) };
    return (await api.signJWT({ body: { payload } })).token;
  };
  return {
    handle: (request) => failOnOutage(() => handler(request)),
    session: (headers) => failOnOutage(() => session(headers)),
    token: (headers) => failOnOutage(() => token(headers)),
  };
}

function makeBetterAuth({ pool, secret, publicUrl, trustedOrigins }: AccountsOptions) {
  const limits = databaseLimits(pool);
  return betterAuth({
    appName: 'Todo Chatbot',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: watchedPool(pool) as unknown as pg.Pool,
    trustedOrigins: [...trustedOrigins],
    telemetry: { enabled: false },
    logger: accountsLog,
    onAPIError: { onError: logFailure },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    // Without `freshAge: 0` nobody sees their sessions a day after signing in; what matters asks for the password.
    session: { expiresIn: 30 * DAY, updateAge: DAY, freshAge: 0 },
    rateLimit: {
      enabled: true,
      customStorage: limits,
      window: MINUTE,
      max: 240,
      customRules: {
        '/sign-in/email': { window: MINUTE, max: 20 },
        // An office or a class signs up from one address.
        '/sign-up/email': { window: MINUTE, max: 60 },
        '/change-password': { window: MINUTE, max: 10 },
        // The other services ask for them, all from a few addresses.
        '/jwks': false,
      },
    },
    hooks: { before: limitSignIn(limits) },
    advanced: {
      useSecureCookies: publicUrl.startsWith('https:'),
      cookiePrefix: 'todo',
      // Said here, as better-auth leaves both out where it takes itself to be under test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      // One address: src/server/client-address.ts has put it there, whatever the client sent.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      // The migrations make the schema, and a test holds it against what better-auth expects.
      database: { validateSchema: false },
    },
    plugins: [
      jwt({
        // Tokens are asked for, not sent along with every look at the session.
        disableSettingJwtHeader: true,
        adapter: { getJwks: signingKeys(secret) },
        jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' }, rotationInterval: 30 * DAY, gracePeriod: HOUR },
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
}
