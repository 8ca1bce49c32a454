import type { Container, KubeObject } from '@nx-kube/kube';
import type { Faults } from './fault.ts';

/** The texts of the stack's ConfigMaps and Secrets. */
export interface Sources {
  /** ConfigMap → key → text. */
  readonly configs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Secret → key → text, made from stand-ins for what nobody gave. */
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** What a container gets told by variables. */
export interface Variables {
  /** With a value that is no secret, or the path of a secret's file in `NAME_FILE`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Keys of Secrets that it reads. */
  readonly secrets: readonly string[];
  /** All texts that it may read, secret ones too: to look for addresses in. */
  readonly texts: readonly string[];
}

/** Reads ConfigMaps and Secrets out of the objects. */
export function sourcesOf(objects: readonly KubeObject[]): Sources {
  const of = (kind: string, decode: (text: string) => string): Sources['configs'] =>
    new Map(
      objects
        .filter((object) => object.kind === kind)
        .map(({ metadata, data = {} }) => [
          metadata.name,
          Object.fromEntries(Object.entries(data as object).map(([key, text]) => [key, decode(String(text))])),
        ]),
    );
  return {
    configs: of('ConfigMap', (text) => text),
    secrets: of('Secret', (text) => Buffer.from(text, 'base64').toString('utf8')),
  };
}

/** Where Compose puts the file of a secret. */
export const SECRETS_FOLDER = '/run/secrets';

/**
 * The variables of one container. A secret never becomes a variable, which every `docker inspect` shows, but a file;
 * `NAME_FILE` says where it is.
 *
 * @see https://docs.docker.com/compose/how-tos/use-secrets/
 */
export function variablesOf(
  { container, object, path }: { container: Container; object: KubeObject; path: string },
  sources: Sources,
  faults: Faults,
): Variables {
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
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    for (const [key, text] of Object.entries(sources.configs.get(configMapRef?.name ?? '') ?? {})) set(key, text);
    for (const [key, text] of Object.entries(sources.secrets.get(secretRef?.name ?? '') ?? {}))
      setSecret(key, key, text);
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
    } else set(name, value ?? '');
  };
  for (const [index, variable] of (container.env ?? []).entries()) one(variable, `${path}.env[${index}]`);
  return { environment, secrets, texts };
}
