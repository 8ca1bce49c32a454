import type { KubeObject } from '@nx-kube/kube';

/** The texts of the stack's ConfigMaps and Secrets: name → key → text. */
export interface Sources {
  readonly configs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Reads ConfigMaps and Secrets out of the objects. */
export function sourcesOf(objects: readonly KubeObject[]): Sources {
  const of = (kind: string, textsIn: (object: KubeObject) => Readonly<Record<string, string>>): Sources['configs'] =>
    new Map(objects.filter((object) => object.kind === kind).map((object) => [object.metadata.name, textsIn(object)]));
  return {
    configs: of('ConfigMap', ({ data }) => textsOf(data)),
    secrets: of('Secret', ({ data, stringData }) => ({
      ...textsOf(data, (text) => Buffer.from(text, 'base64').toString('utf8')),
      ...textsOf(stringData),
    })),
  };
}

function textsOf(data: unknown, decode = (text: string): string => text): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data ?? {}).map(([key, text]) => [key, decode(String(text))]));
}
