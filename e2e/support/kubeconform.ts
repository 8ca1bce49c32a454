import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, run, type Outcome } from './run.ts';

/** A JSON schema as the API server's OpenAPI document has it. */
interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

interface OpenApi {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/**
 * Writes schemas for kubeconform from what a live API server says about its own API versions: kubeconform's usual ones
 * come from the network, and these are the server's.
 *
 * @param apiVersions such as `apps/v1`
 */
export async function writeSchemas(folder: string, kubeconfig: string, apiVersions: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const apiVersion of apiVersions) {
    const path = apiVersion.includes('/') ? `/openapi/v3/apis/${apiVersion}` : `/openapi/v3/api/${apiVersion}`;
    const text = await check('kubectl', ['--kubeconfig', kubeconfig, 'get', '--raw', path]);
    const { components } = JSON.parse(text) as OpenApi;
    const schemas = Object.entries(components?.schemas ?? {}).map(([name, schema]) => [name, strict(schema)] as const);
    for (const [, schema] of schemas) {
      for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
        const file = [kind, ...group.split('.').slice(0, 1).filter(Boolean), version].join('-').toLowerCase();
        const whole = { ...schema, components: { schemas: Object.fromEntries(schemas) } };
        writeFileSync(join(folder, `${file}.json`), JSON.stringify(whole));
      }
    }
  }
}

/** Fields that the schema does not name are errors. */
function strict(schema: Schema): Schema {
  return schema.properties && schema.additionalProperties === undefined
    ? { ...schema, additionalProperties: false }
    : schema;
}

/** Runs `kubeconform -strict` over YAML text; duplicate keys are errors, too. */
export function kubeconform(folder: string, yaml: string): Promise<Outcome> {
  const location = join(folder, '{{.ResourceKind}}{{.KindSuffix}}.json');
  return run('kubeconform', ['-strict', '-summary', '-output', 'json', '-schema-location', location], { input: yaml });
}
