/** One secret value of a stack: where it lies in the Secret, in the values, and in the environment. */
export interface SecretSpec {
  /** Key in the Secret: `BETTER_AUTH_SECRET`. */
  readonly key: string;
  /** Name among the values: `betterAuthSecret`. */
  readonly value: string;
  /** Variable that it is read from. */
  readonly env: string;
  /** How to make it when it is nowhere: 32 random bytes as hex or base64. */
  readonly generate?: 'hex32' | 'base64-32';
  readonly required?: boolean;
  readonly describe?: string;
}

export type SecretSource = 'environment' | '.env' | 'cluster' | 'generated' | 'absent';

export interface ResolvedSecrets {
  /** By `SecretSpec.value`; a secret that is absent has no entry. */
  readonly values: Readonly<Record<string, string>>;
  readonly sources: readonly { readonly key: string; readonly source: SecretSource }[];
  /** Required, not to be generated, and nowhere. */
  readonly missing: readonly SecretSpec[];
}

/**
 * Finds each secret: environment, then `.env`, then what the cluster holds, then generated. A variable that is absent
 * never deletes a value; one that is there and empty does (except where a value can be generated: those are needed, so
 * an empty line, as in a copied `.env.example`, counts as absent).
 *
 * @param o.live data of the live Secret by `SecretSpec.key`, decoded
 * @param o.random source of random bytes
 */
export function resolveSecrets(o: {
  readonly specs: readonly SecretSpec[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dotenv: Readonly<Record<string, string>>;
  readonly live: Readonly<Record<string, string>> | undefined;
  readonly random: (bytes: number) => Buffer;
}): ResolvedSecrets {
  const found = o.specs.map((spec) => ({ spec, ...resolveSecret(spec, o) }));
  return {
    values: Object.fromEntries(found.flatMap(({ spec, value }) => (value === undefined ? [] : [[spec.value, value]]))),
    sources: found.map(({ spec, source }) => ({ key: spec.key, source })),
    missing: found.filter(({ spec, value }) => spec.required === true && !value).map(({ spec }) => spec),
  };
}

function resolveSecret(
  spec: SecretSpec,
  o: Omit<Parameters<typeof resolveSecrets>[0], 'specs'>,
): { readonly value?: string; readonly source: SecretSource } {
  const counts = (value: string | undefined): value is string =>
    value !== undefined && (value !== '' || spec.generate === undefined);
  const places = [
    { source: 'environment', value: o.environment[spec.env] },
    { source: '.env', value: o.dotenv[spec.env] },
    { source: 'cluster', value: o.live?.[spec.key] },
  ] as const;
  for (const { source, value } of places) if (counts(value)) return { source, value };
  if (spec.generate === undefined) return { source: 'absent' };
  return { source: 'generated', value: o.random(32).toString(spec.generate === 'hex32' ? 'hex' : 'base64') };
}
