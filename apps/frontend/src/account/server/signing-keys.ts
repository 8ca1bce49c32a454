import type { GenericEndpointContext } from 'better-auth';
import { symmetricDecrypt } from 'better-auth/crypto';
import type { Jwk } from 'better-auth/plugins/jwt';

/**
 * Reads the keys that sign tokens. One that the present secret can't decrypt, as after a change of the secret, ends now: a new one
 * is made in its place, and its public half stays published for the time in which tokens of it may be under way.
 *
 * @param secret what the private halves are encrypted with
 */
export function signingKeys(secret: string): (context: GenericEndpointContext) => Promise<Jwk[]> {
  const readable = new Map<string, boolean>();
  const isReadable = async ({ id, privateKey }: Jwk): Promise<boolean> => {
    const known = readable.get(id) ?? (await decrypts(secret, privateKey));
    readable.set(id, known);
    return known;
  };
  return async ({ context: { adapter, logger } }) => {
    const keys = await adapter.findMany<Jwk>({ model: 'jwks' });
    const now = new Date();
    return Promise.all(
      keys.map(async (key) => {
        const ended = key.expiresAt && key.expiresAt <= now;
        if (ended || (await isReadable(key))) return key;
        logger.warn('a signing key of another secret is replaced');
        await adapter.update({ model: 'jwks', where: [{ field: 'id', value: key.id }], update: { expiresAt: now } });
        return { ...key, expiresAt: now };
      }),
    );
  };
}

async function decrypts(secret: string, privateKey: string): Promise<boolean> {
  try {
    await symmetricDecrypt({ key: secret, data: JSON.parse(privateKey) as string });
    return true;
  } catch {
    return false;
  }
}
