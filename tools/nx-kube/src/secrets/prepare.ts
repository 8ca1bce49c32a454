import { randomBytes } from 'node:crypto';

import { type Cluster, type ResolvedSecrets, resolveSecrets } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import type { Stack, StackResult } from '@nx-kube/manifests';

import { PluginError } from '../error.ts';
import type { SecretInputs } from './environment.ts';
import { derivedKeys, markDerived, secretData } from './secret-data.ts';

/** A stack evaluated with its real secrets. */
export interface PreparedStack {
  /** The objects to apply. */
  readonly objects: readonly KubeObject[];
  readonly result: StackResult;
  /** Where each value of the Secret comes from; `stack`: it follows from other values. */
  readonly sources: readonly { readonly key: string; readonly source: string }[];
  /** Decoded data of the Secret, by key: what is wanted, and what is live (empty without a live Secret). */
  readonly wanted: Readonly<Record<string, string>>;
  readonly live: Readonly<Record<string, string>>;
}

/** How to evaluate the stack with given secret values. */
type Evaluate = (secrets: Readonly<Record<string, string>>) => StackResult;

/**
 * Finds the secret values and evaluates the stack with them.
 *
 * @param live the Secret in the cluster, if there is one
 * @throws PluginError MISSING_SECRET with all that is missing
 */
export function prepareStack(
  stack: Stack,
  evaluate: Evaluate,
  inputs: SecretInputs,
  live: KubeObject | undefined,
): PreparedStack {
  const liveData = secretData(live);
  const given = dropKeys(liveData, derivedKeys(live) ?? findDerived(stack, evaluate, liveData));
  const { values, sources, missing } = resolveSecrets({
    specs: stack.secrets.specs,
    ...inputs,
    live: live === undefined ? undefined : given,
    random: randomBytes,
  });
  if (missing.length > 0) throw missingSecrets(missing);
  const result = evaluate(values);
  const wanted = secretData(findSecret(result.objects, stack.secrets.name));
  const derived = stack.secrets.specs.filter(({ key, value }) => !values[value] && wanted[key]).map(({ key }) => key);
  return {
    objects: markDerived(result.objects, stack.secrets.name, derived),
    result,
    sources: sources.map(({ key, source }) => ({ key, source: derived.includes(key) ? 'stack' : source })),
    wanted,
    live: liveData,
  };
}

/** Reads the live Secret of a stack. */
export async function readLiveSecret(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<KubeObject | undefined> {
  return cluster.get({ group: '', version: 'v1', kind: 'Secret', namespace, name });
}

/**
 * For a Secret that somebody wrote by hand: the values that the stack would make up just so if they were not given.
 */
function findDerived(stack: Stack, evaluate: Evaluate, live: Readonly<Record<string, string>>): string[] {
  const candidates = stack.secrets.specs.filter(({ key, generate }) => live[key] && generate === undefined);
  if (candidates.length === 0) return [];
  const others = stack.secrets.specs.filter((spec) => live[spec.key] && !candidates.includes(spec));
  const values = Object.fromEntries(others.map(({ key, value }) => [value, live[key] ?? '']));
  const made = secretData(findSecret(evaluate(values).objects, stack.secrets.name));
  return candidates.filter(({ key }) => made[key] === live[key]).map(({ key }) => key);
}

function findSecret(objects: readonly KubeObject[], name: string): KubeObject | undefined {
  return objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name);
}

function dropKeys(data: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));
}

function missingSecrets(missing: ResolvedSecrets['missing']): PluginError {
  const names = missing.map(({ env, describe }) => (describe ? `${env} (${describe})` : env));
  return new PluginError('MISSING_SECRET', {
    doing: 'gather the secrets',
    because: `not in the environment, not in .env, not in the cluster: ${names.join('; ')}`,
    fix: 'set them in the environment or in the file .env at the workspace root',
  });
}
