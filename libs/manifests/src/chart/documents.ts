import type { ValueIssue } from '../error.ts';
import { countKinds, fileName } from '../stack/file-names.ts';
import { HOLE, identityOf } from '../stack/identity.ts';

/** One document of a tree, and the file of the chart that it is printed to. */
export interface ChartDocument {
  /** `templates/backend-deployment.yaml` */
  readonly file: string;
  readonly tree: unknown;
}

/** Documents, or what keeps them from having files of their own. */
interface Named {
  readonly documents: readonly ChartDocument[];
  readonly issues: readonly ValueIssue[];
}

/** The templates of the objects, called like the raw files of the same objects. */
export function templatesOf(tree: readonly unknown[]): Named {
  const identities = tree.map(identityOf);
  const kinds = countKinds(identities.filter((identity) => identity !== undefined));
  return named(tree, 'objects', (at) => {
    const identity = identities[at];
    if (!identity) return undefined;
    const file = fileName(identity, kinds);
    return file.startsWith(HOLE) ? undefined : `templates/${file}`;
  });
}

/** The templates of the tests, called like their pods. */
export function testsOf(tree: readonly unknown[]): Named {
  return named(tree, 'chart.tests', (at) => {
    const name = identityOf(tree[at])?.metadata.name ?? HOLE;
    return name === HOLE ? undefined : `templates/tests/${name}.yaml`;
  });
}

function named(tree: readonly unknown[], path: string, fileOf: (at: number) => string | undefined): Named {
  const documents = new Map<string, ChartDocument>();
  const issues: ValueIssue[] = [];
  for (const [index, document] of tree.entries()) {
    const file = fileOf(index);
    const at = `${path}[${index}]`;
    if (file === undefined) issues.push(nameless(at));
    else if (documents.has(file)) issues.push(taken(at, file));
    else documents.set(file, { file, tree: document });
  }
  return { documents: [...documents.values()], issues };
}

function nameless(path: string): ValueIssue {
  return {
    path,
    rule: 'must have a kind and a metadata.name that are texts without holes: its file is called after them',
    fix: 'write both as plain strings; only the one Namespace, ConfigMap, Ingress or Secret of a stack may have a hole there',
  };
}

function taken(path: string, file: string): ValueIssue {
  return { path, rule: `would be written to ${file}, as another document is`, fix: 'give one of them another name' };
}
