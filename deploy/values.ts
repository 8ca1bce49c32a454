import * as z from 'zod';

const memory = (value: string, what: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(/^[0-9]+(Ki|Mi|Gi)$/, 'must be an amount of memory such as "256Mi"')
    .default(value)
    .describe(what);

const cpu = (value: string, what: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(/^([0-9]+m|[0-9]+(\.[0-9]+)?)$/, 'must be an amount of CPU such as "500m" or "0.5"')
    .default(value)
    .describe(what);

const image = (repository: string) =>
  z
    .strictObject({
      repository: z
        .string()
        .min(1)
        .default(repository)
        .describe('Name of the image, with its registry where it has one.'),
      tag: z
        .string()
        .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'must be a tag: letters, digits, ".", "_" and "-"')
        .default('')
        .describe('Named by the content of the image; filled in by the build.'),
      pullPolicy: z
        .enum(['Always', 'IfNotPresent', 'Never'])
        .default('IfNotPresent')
        .describe('Never for images that are loaded into the node, as in minikube.'),
    })
    .prefault({});

const replicas = (pods: number) => z.int().min(0).max(50).default(pods).describe('Pods to run; 0 stops the service.');

/** Memory requests equal the limits: a node never promises memory twice. CPU is shared by request. */
const resources = (limit: { cpu: string; memory: string }, request: { cpu: string }) =>
  z
    .strictObject({
      limits: z
        .strictObject({
          cpu: cpu(limit.cpu, 'CPU that a pod may use at most; "0.5" is half a core.'),
          memory: memory(limit.memory, 'Memory that a pod may use at most, as "256Mi"; above it is killed.'),
        })
        .prefault({}),
      requests: z
        .strictObject({
          cpu: cpu(request.cpu, 'CPU that a node keeps for the pod; "50m" is a twentieth of a core.'),
          memory: memory(limit.memory, 'Memory that a node keeps for the pod; the same as the limit.'),
        })
        .prefault({}),
    })
    .prefault({});

const secret = (what: string): z.ZodDefault<z.ZodString> => z.string().default('').describe(what);

/** Everything that differs between environments. Types, defaults and the chart's schema come from here. */
export const Values = z.strictObject({
  environment: z.enum(['local', 'dev', 'prod']).default('local').describe('Kind of the environment.'),
  namespace: z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be lower-case letters, digits and "-"')
        .max(63)
        .default('todo-app')
        .describe('Namespace of all objects.'),
      create: z.boolean().default(true).describe('Whether the stack makes the namespace itself.'),
    })
    .prefault({}),
  images: z
    .strictObject({
      frontend: image('frontend'),
      backend: image('backend'),
      mcp: image('mcp'),
      postgres: image('todo-postgres'),
    })
    .prefault({}),
  replicas: z.strictObject({ frontend: replicas(2), backend: replicas(2), mcp: replicas(1) }).prefault({}),
  resources: z
    .strictObject({
      frontend: resources({ cpu: '0.5', memory: '256Mi' }, { cpu: '50m' }),
      backend: resources({ cpu: '1', memory: '512Mi' }, { cpu: '100m' }),
      mcp: resources({ cpu: '0.5', memory: '256Mi' }, { cpu: '50m' }),
      postgres: resources({ cpu: '1', memory: '256Mi' }, { cpu: '50m' }),
    })
    .prefault({}),
  ingress: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether the stack is reached from outside.'),
      host: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be a host name in lower case, such as "todo.local"')
        .default('todo.local')
        .describe('Host name that the stack answers to.'),
      ingressClassName: z.string().min(1).default('nginx').describe('Which ingress controller serves it.'),
      tls: z
        .strictObject({
          enabled: z.boolean().default(false).describe('Whether the host is served over https.'),
          secretName: z.string().min(1).default('todo-tls').describe('Secret with the certificate (tls.crt, tls.key).'),
        })
        .prefault({}),
    })
    .prefault({}),
  config: z
    .strictObject({
      logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least important line to log.'),
      nodeEnv: z.enum(['production', 'development']).default('production').describe('NODE_ENV of all services.'),
    })
    .prefault({}),
  secrets: z
    .strictObject({
      databaseUrl: z
        .string()
        .regex(/^(postgres(ql)?:\/\/[^\s]+)?$/, 'must be a postgres:// URL, or empty')
        .default('')
        .describe('Connection to Postgres; empty for a database of its own in the cluster.'),
      betterAuthSecret: secret('Signs sessions; 32 characters or more. Changing it signs everybody out.'),
      betterAuthUrl: z
        .string()
        .regex(/^(https?:\/\/[^\s]+)?$/, 'must be an http:// or https:// URL, or empty')
        .default('')
        .describe('Public address of the application; empty to follow from the ingress.'),
      openaiApiKey: secret('Key of the language model; empty to do without.'),
      postgresPassword: z
        .string()
        .regex(/^[A-Za-z0-9._~-]*$/, 'must be letters, digits, ".", "_", "~" and "-", as it becomes part of a URL')
        .default('')
        .describe('Password of the database in the cluster; not used with databaseUrl.'),
    })
    .prefault({}),
  database: z
    .strictObject({ storage: memory('1Gi', 'Size of the volume of the database in the cluster.') })
    .prefault({}),
});

export type Values = z.infer<typeof Values>;
