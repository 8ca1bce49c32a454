import { parseQuantity, type KubeObject } from '@nx-kube/kube';
import type { Report } from './issue.ts';

/** Secrets, ConfigMaps, claims and rights that the API server would refuse. */
export function checkStorage(object: KubeObject, report: Report): void {
  KINDS[object.kind]?.(object, report);
}

const KINDS: Readonly<Record<string, (object: KubeObject, report: Report) => void>> = {
  Secret: checkSecret,
  ConfigMap: checkConfigMap,
  PersistentVolumeClaim: ({ spec }, report) => checkClaim('spec', spec ?? {}, report),
  StatefulSet({ spec = {} }, report) {
    const { volumeClaimTemplates: claims = [] } = spec as { volumeClaimTemplates?: readonly { spec?: object }[] };
    claims.forEach((claim, index) => checkClaim(`spec.volumeClaimTemplates[${index}].spec`, claim.spec ?? {}, report));
  },
  RoleBinding: checkBinding,
  ClusterRoleBinding: checkBinding,
  Role: checkRules,
  ClusterRole: checkRules,
};

/** What the API server takes for all values of one Secret or ConfigMap, in bytes. */
const MAX_BYTES = 1024 * 1024;

/** Keys that a Secret of a type has to have. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function checkSecret(object: KubeObject, report: Report): void {
  const {
    data = {},
    stringData = {},
    type = 'Opaque',
  } = object as KubeObject & {
    readonly data?: Readonly<Record<string, string>>;
    readonly stringData?: Readonly<Record<string, string>>;
    readonly type?: string;
  };
  for (const [key, value] of Object.entries(data)) {
    if (isBase64(value)) continue;
    const fix = 'encode it, or write it as plain text in stringData';
    report({ path: `data[${JSON.stringify(key)}]`, rule: 'values/format', message: 'must be base64', fix });
  }
  for (const key of SECRET_KEYS[type] ?? []) {
    if (key in data || key in stringData) continue;
    const fix = 'add the key, or write the type Opaque';
    report({ path: 'data', rule: 'values/required', message: `must have ${key}, as a Secret of type ${type}`, fix });
  }
  checkSize('data', [...Object.values(data).map((text) => (text.length / 4) * 3), ...sizes(stringData)], report);
}

function checkConfigMap(object: KubeObject, report: Report): void {
  const { data = {}, binaryData = {} } = object as KubeObject & {
    readonly data?: Readonly<Record<string, string>>;
    readonly binaryData?: Readonly<Record<string, string>>;
  };
  for (const key of Object.keys(binaryData)) {
    if (!Object.hasOwn(data, key)) continue;
    const path = `binaryData[${JSON.stringify(key)}]`;
    report({ path, rule: 'duplicates/item', message: 'is in data, too', fix: 'take one of the two out' });
  }
  checkSize('data', [...sizes(data), ...sizes(binaryData)], report);
}

function sizes(texts: Readonly<Record<string, string>>): readonly number[] {
  return Object.values(texts).map((text) => Buffer.byteLength(text));
}

function checkSize(path: string, bytes: readonly number[], report: Report): void {
  const total = bytes.reduce((sum, size) => sum + size, 0);
  if (total <= MAX_BYTES) return;
  const message = `must not hold more than ${MAX_BYTES} bytes, and holds ${Math.round(total)}`;
  report({ path, rule: 'values/range', message, fix: 'spread it over several objects, or use a volume' });
}

function isBase64(text: string): boolean {
  const packed = text.replaceAll(/[\r\n]/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
}

function checkClaim(path: string, spec: object, report: Report): void {
  const { accessModes = [], resources } = spec as {
    accessModes?: readonly string[];
    resources?: { readonly requests?: Readonly<Record<string, string | number>> };
  };
  const rule = 'values/required';
  if (accessModes.length === 0)
    report({ path: `${path}.accessModes`, rule, message: 'must not be empty', fix: 'write [ReadWriteOnce]' });
  const storage = resources?.requests?.['storage'];
  const at = `${path}.resources.requests.storage`;
  if (storage === undefined) report({ path: at, rule, message: 'is required', fix: 'write a size such as "1Gi"' });
  else if (!isPositive(storage))
    report({
      path: at,
      value: storage,
      rule: 'values/range',
      message: 'must be above 0',
      fix: 'write a size such as "1Gi"',
    });
}

/** True for what is no quantity as well: that is the shape's fault. */
function isPositive(quantity: string | number): boolean {
  try {
    return parseQuantity(String(quantity)) > 0;
  } catch {
    return true;
  }
}

const SUBJECTS = ['ServiceAccount', 'User', 'Group'];

function checkBinding(object: KubeObject, report: Report): void {
  const { subjects = [] } = object as KubeObject & {
    readonly subjects?: readonly { readonly kind: string; readonly namespace?: string }[];
  };
  subjects.forEach(({ kind, namespace }, index) => {
    const path = `subjects[${index}]`;
    if (!SUBJECTS.includes(kind)) {
      const names = SUBJECTS.join(', ');
      const message = `must be one of ${names}`;
      report({ path: `${path}.kind`, value: kind, rule: 'values/format', message, fix: `write one of ${names}` });
    }
    // In a namespace of its own, a binding means ServiceAccounts of that namespace.
    if (object.kind === 'RoleBinding' || kind !== 'ServiceAccount' || namespace) return;
    const fix = 'write the namespace of the ServiceAccount';
    const message = 'is required for a ServiceAccount';
    report({ path: `${path}.namespace`, rule: 'values/required', message, fix });
  });
}

function checkRules(object: KubeObject, report: Report): void {
  const { rules } = object as KubeObject & {
    readonly rules?: readonly { readonly verbs?: readonly string[] }[];
  };
  rules?.forEach(({ verbs = [] }, index) => {
    if (verbs.length > 0) return;
    const path = `rules[${index}].verbs`;
    report({ path, rule: 'values/required', message: 'must not be empty', fix: 'write verbs such as [get, list]' });
  });
}
