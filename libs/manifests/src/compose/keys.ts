import type { Container } from '@nx-kube/kube';
import { expand, namesIn } from '../without-cluster/expand.ts';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import type { Sources } from '../without-cluster/sources.ts';

/** What a container gets told by variables. */
export interface Variables {
  /** With a value that is no secret, or the path of a secret's file in `NAME_FILE`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Keys of Secrets that it reads. */
  readonly secrets: readonly string[];
  /** All texts that it may read, secret ones too: to look for addresses in. */
  readonly texts: readonly string[];
}

/** Where Compose puts the file of a secret. */
export const SECRETS_FOLDER = '/run/secrets';

/**
 * The variables of one container. A secret never becomes a variable, which every `docker inspect` shows, but a file;
 * `NAME_FILE` says where it is.
 *
 * @see https://docs.docker.com/compose/how-tos/use-secrets/
 */
export function variablesOf({ container, object, path }: PlacedContainer, sources: Sources, faults: Faults): Variables {
  const environment: Record<string, string> = {};
  const secrets: string[] = [];
  const texts: string[] = [];
  const set = (name: string, text: string): void => {
    environment[name] = text;
    texts.push(text);
  };
  // An optional one gets its file too: empty, until a person writes something into it.
  const setSecret = (name: string, key: string, text: string | undefined): void => {
    environment[`${name}_FILE`] = `${SECRETS_FOLDER}/${key}`;
    secrets.push(key);
    texts.push(text ?? '');
  };
  for (const from of container.envFrom ?? []) {
    const { configMapRef, secretRef, prefix = '' } = from as typeof from & { readonly prefix?: string };
    for (const [key, text] of Object.entries(sources.configs.get(configMapRef?.name ?? '') ?? {}))
      set(`${prefix}${key}`, text);
    for (const [key, text] of Object.entries(sources.secrets.get(secretRef?.name ?? '') ?? {}))
      setSecret(`${prefix}${key}`, key, text);
  }
  const one = ({ name, value, valueFrom }: NonNullable<Container['env']>[number], at: string): void => {
    const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    if (secretKeyRef) {
      const text = sources.secrets.get(secretKeyRef.name ?? '')?.[secretKeyRef.key];
      setSecret(name, secretKeyRef.key, text);
    } else if (configMapKeyRef) {
      const text = sources.configs.get(configMapKeyRef.name ?? '')?.[configMapKeyRef.key];
      if (text !== undefined) set(name, text);
    } else if (valueFrom) {
      faults.add(object, at, { rule: 'reads what only Kubernetes knows', fix: 'give the variable a value' });
    } else set(name, expand(value ?? '', {}));
  };
  for (const [index, variable] of (container.env ?? []).entries()) {
    const named = namesIn(variable.value ?? '').find((of) => container.env?.some(({ name }) => name === of));
    if (named !== undefined) {
      const rule = `puts $(${named}) into a text, which only Kubernetes does`;
      faults.add(object, `${path}.env[${index}].value`, { rule, fix: 'write the text out' });
    }
    one(variable, `${path}.env[${index}]`);
  }
  return { environment, secrets, texts };
}
