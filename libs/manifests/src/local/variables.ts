import type { Container } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import type { Sources } from '../without-cluster/sources.ts';
import { expand } from '../without-cluster/expand.ts';

/** Addresses that mean every network of the machine. */
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/**
 * All variables of a container with their texts, those of ConfigMaps and Secrets too. A process listens on this machine
 * alone, where its container listens everywhere.
 */
export function variablesOf(
  place: PlacedContainer,
  sources: Sources,
  faults: Faults,
): Readonly<Record<string, string>> {
  const { container, path } = place;
  const texts: Record<string, string> = {};
  for (const [index, from] of (container.envFrom ?? []).entries()) {
    Object.assign(texts, allOf(from, `${path}.envFrom[${index}]`, place, { sources, faults }));
  }
  for (const [index, variable] of (container.env ?? []).entries()) {
    const { name, value, valueFrom } = variable;
    const at = `${path}.env[${index}]`;
    const text = valueFrom ? textOf(variable, at, place, { sources, faults }) : expand(value ?? '', texts);
    if (text !== undefined) texts[name] = text;
  }
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, EVERYWHERE.has(text) ? '127.0.0.1' : text]),
  );
}

interface Reading {
  readonly sources: Sources;
  readonly faults: Faults;
}

type EnvFrom = NonNullable<Container['envFrom']>[number] & { readonly prefix?: string };

function allOf(
  { configMapRef, secretRef, prefix = '' }: EnvFrom,
  at: string,
  { object }: PlacedContainer,
  { sources, faults }: Reading,
): Readonly<Record<string, string>> {
  const texts = configMapRef
    ? sources.configs.get(configMapRef.name ?? '')
    : sources.secrets.get(secretRef?.name ?? '');
  const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
  if (!texts && !optional) {
    const rule = `reads ${configMapRef ? 'ConfigMap' : 'Secret'} ${name}, which the stack does not have`;
    faults.add(object, at, { rule, fix: 'add it, or say that it is optional' });
  }
  return Object.fromEntries(Object.entries(texts ?? {}).map(([key, text]) => [`${prefix}${key}`, text]));
}

function textOf(
  { valueFrom }: NonNullable<Container['env']>[number],
  at: string,
  { object }: PlacedContainer,
  { sources, faults }: Reading,
): string | undefined {
  const { configMapKeyRef: config, secretKeyRef: secret } = valueFrom ?? {};
  const source = config ?? secret;
  if (!source) {
    faults.add(object, at, { rule: 'reads what only Kubernetes knows', fix: 'give the variable a value' });
    return undefined;
  }
  const { name = '', key, optional = false } = source;
  const text = (config ? sources.configs : sources.secrets).get(name)?.[key];
  if (text === undefined && !optional) {
    const rule = `reads key ${key} of ${config ? 'ConfigMap' : 'Secret'} ${name}, which the stack does not have`;
    faults.add(object, at, { rule, fix: 'add it, or say that it is optional' });
  }
  return text;
}
