import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** The environment does not fit the schema; `problems` holds one sentence per variable. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The address of something that is reached over HTTP. */
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const port = z.coerce.number().int().min(1).max(65_535);

/** What every service reads. An empty variable counts as absent, as Kubernetes can't leave one out. */
export const commonVariables = {
  HOST: z.string().default('0.0.0.0').describe('Address to listen on.'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least severe level that is logged.'),
  METRICS_PORT: port.optional().describe('Port of /metrics for Prometheus; nothing listens if absent.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe('Collector that gets traces by OTLP over HTTP; nothing is traced if absent.'),
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(5).describe('Seconds of serving on after SIGTERM.'),
};

/** The variable that says where to listen. */
export const portVariable = (fallback: number): z.ZodDefault<typeof port> =>
  port.default(fallback).describe('Port to listen on.');

/** A Postgres URL; its text never appears in a message. */
export const databaseUrl = z
  .string()
  .refine(
    (text) => /^postgres(?:ql)?:\/\/\S+$/.test(text) && URL.canParse(text),
    'must be a URL that starts with postgres:// or postgresql://, with what is special in the password percent-encoded',
  )
  .describe('Where the database is, with user and password.');

/**
 * Reads the environment by a schema. Where `NAME` is absent, `NAME_FILE` may name a file that holds its text, as Docker
 * mounts secrets; one line break at its end is not part of it.
 *
 * @throws EnvironmentError with one sentence per variable: its name and the rule, never its value
 */
export function readEnvironment<S extends z.ZodRawShape>(
  shape: S,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<S>> {
  const present = { ...fromFiles(Object.keys(shape), environment), ...withoutEmpty(environment) };
  const result = z.object(shape).safeParse(present);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    if (!(name in present)) return `${name} is not set. Set it; see the service's ConfigMap and Secret.`;
    return `${name} is not valid: ${issue.message}.`;
  });
  throw new EnvironmentError(problems);
}

function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
}

function fromFiles(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const named = names.filter((name) => !environment[name] && environment[`${name}_FILE`]);
  return withoutEmpty(
    Object.fromEntries(named.map((name) => [name, readText(name, environment[`${name}_FILE`] ?? '')])),
  );
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new EnvironmentError([
      `${name}_FILE names ${file}, which can't be read (${(error as NodeJS.ErrnoException).code}).`,
    ]);
  }
}
