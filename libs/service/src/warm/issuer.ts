import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Seconds; longer than any build. */
const LIFE_SECONDS = 600;

/** An issuer that exists while an image is built: its keys are drawn now, and are gone with the process. */
export async function startWarmIssuer({
  issuer,
  jwksUrl,
  audience,
}: {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
}): Promise<{ readonly token: string }> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'warm', alg: 'EdDSA' };
  const { hostname, port } = new URL(jwksUrl);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] }));
  });
  await once(server.listen(Number(port), hostname), 'listening');
  const exp = Math.floor(Date.now() / 1000) + LIFE_SECONDS;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'EdDSA', kid: 'warm' })}.${part({ sub: 'warm', iss: issuer, aud: audience, exp })}`;
  return { token: `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}` };
}
