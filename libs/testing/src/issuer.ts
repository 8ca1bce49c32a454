import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a token says; what is left out is as the accounts would say it. */
export interface TokenOptions {
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  readonly iss?: string;
  /** Seconds from now; negative for a token that has expired, infinite for one that does not say. */
  readonly expiresIn?: number;
  /** Seconds from now until when it does not hold yet. */
  readonly notBefore?: number;
  /** `HS256` is signed with the public key as if it were a secret, `none` not at all, `forged` by a stranger's key of the same id. */
  readonly alg?: 'EdDSA' | 'HS256' | 'none' | 'forged';
  /** Key id in the header; the issuer's own unless told. */
  readonly kid?: string;
}

/** Signs tokens as the accounts of the application do, and publishes the keys over real HTTP. */
export interface Issuer {
  readonly jwksUrl: string;
  readonly issuer: string;
  mint(options?: TokenOptions): Promise<string>;
  /** Signs with a new key from now on; the old one stays published. */
  rotate(): Promise<void>;
  /** How often the keys were asked for. */
  readonly asked: () => number;
  /** While true, the keys answer 500. */
  fail(failing: boolean): void;
  /** While true, the keys do not answer at all. */
  hang(hanging: boolean): void;
  close(): Promise<void>;
}

const FIFTEEN_MINUTES = 15 * 60;

/** Starts an issuer of this test's own. */
export async function startIssuer(issuer = 'http://todo.test'): Promise<Issuer> {
  const published: object[] = [];
  let [asked, failing, hanging] = [0, false, false];
  const newKey = async (): Promise<{ kid: string; privateKey: CryptoKey; publicKey: CryptoKey }> => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const kid = randomUUID();
    published.push({ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' });
    return { kid, privateKey, publicKey };
  };
  let current = await newKey();
  const server = createServer((_request, response) => {
    asked += 1;
    if (hanging) return;
    response.writeHead(failing ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: published }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;

  const mint = async (options: TokenOptions = {}): Promise<string> => {
    const { sub = 'user-1', aud = ['todo-backend', 'todo-mcp'], iss = issuer, expiresIn = FIFTEEN_MINUTES } = options;
    const now = Math.floor(Date.now() / 1000);
    const times = {
      iat: now - 1,
      ...(Number.isFinite(expiresIn) && { exp: now + expiresIn }),
      ...(options.notBefore !== undefined && { nbf: now + options.notBefore }),
    };
    const claims = { sub, aud: [aud].flat(), iss, ...times };
    const { alg = 'EdDSA', kid = current.kid } = options;
    if (alg === 'none') return new UnsecuredJWT(claims).encode();
    const jwt = new SignJWT(claims);
    if (alg === 'HS256') {
      const { x = '' } = (await exportJWK(current.publicKey)) as { x?: string };
      return jwt.setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(x.padEnd(43, '0')));
    }
    const stranger = alg === 'forged' ? await generateKeyPair('EdDSA', { crv: 'Ed25519' }) : undefined;
    return jwt.setProtectedHeader({ alg: 'EdDSA', kid }).sign(stranger?.privateKey ?? current.privateKey);
  };
  return {
    jwksUrl: `http://127.0.0.1:${port}/api/auth/jwks`,
    issuer,
    mint,
    rotate: async () => void (current = await newKey()),
    asked: () => asked,
    fail: (value) => void (failing = value),
    hang: (value) => void (hanging = value),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A new user id, of the shape that the accounts give. */
export function freshUserId(): string {
  return randomBytes(24).toString('base64url');
}
