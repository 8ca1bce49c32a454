import type { GenericEndpointContext } from 'better-auth';
import { symmetricDecrypt } from 'better-auth/crypto';
import type { Jwk } from 'better-auth/plugins/jwt';

/** Longer than a rolling update takes, and four times as long as a token lives. */
const RETIREMENT_MILLISECONDS = 60 * 60_000;
const CLOCK_MILLISECONDS = 60_000;

/**
 * Reads the keys that sign tokens. One that the present secret can't decrypt, as after a change of the secret, does not sign here
 * any more: better-auth makes a new one in its place. Its public half stays published for an hour more, for the tokens that are
 * under way and for replicas that still have the former secret: these must not lose their key while the new ones come up, or the
 * two would replace each other's. Whose own key is older has the former secret, and leaves the others alone.
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
    const now = Date.now();
    const ofUs = await Promise.all(keys.map(isReadable));
    const newest = Math.max(0, ...keys.filter((_, index) => ofUs[index]).map(({ createdAt }) => createdAt.getTime()));
    const retire = async (key: Jwk): Promise<void> => {
      const end = now + RETIREMENT_MILLISECONDS;
      if (key.createdAt.getTime() > newest || (key.expiresAt && key.expiresAt.getTime() <= end)) return;
      logger.warn('a signing key of another secret is replaced');
      const update = { expiresAt: new Date(end) };
      await adapter.update({ model: 'jwks', where: [{ field: 'id', value: key.id }], update });
    };
    return Promise.all(
      keys.map(async (key, index) => {
        if (ofUs[index] || (key.expiresAt && key.expiresAt.getTime() <= now)) return key;
        await retire(key);
        // Expired for whoever looks for a key to sign with, be it by a clock read before ours, and within its grace for
        // whoever publishes them.
        return { ...key, expiresAt: new Date(now - CLOCK_MILLISECONDS) };
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
