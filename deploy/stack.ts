import {
  choose,
  config,
  defineStack,
  eq,
  httpService,
  ingress,
  namespace,
  not,
  postgres,
  secret,
  secretKey,
  str,
  when,
  type Env,
  type Expr,
  type Holes,
} from '@nx-kube/manifests';
import { dev } from './environments/dev.ts';
import { minikube } from './environments/minikube.ts';
import { prod } from './environments/prod.ts';
import { secrets } from './secrets.ts';
import { Values } from './values.ts';

/** Where each service listens inside of the cluster. */
const services = {
  frontend: { name: 'frontend', service: 'frontend-service', port: 3000 },
  backend: { name: 'backend', service: 'backend-service', port: 8000 },
  mcp: { name: 'mcp', service: 'mcp-service', port: 8001 },
} as const;

/** The Todo Chatbot: three services, their database, and the way in. */
export default defineStack({
  name: 'todo-app',
  schema: Values,
  environments: { minikube, dev, prod },
  images: { frontend: 'frontend', backend: 'backend', mcp: 'mcp', 'todo-postgres': 'postgres' },
  secrets,
  objects,
  endpoint: ({ ingress: { enabled, host, tls } }) => ({
    host: enabled ? host : '',
    url: enabled ? `${tls.enabled ? 'https' : 'http'}://${host}` : '',
  }),
  smoke: { service: services.frontend.service, port: services.frontend.port, path: '/status' },
});

function objects(v: Holes<Values>) {
  const scope = { namespace: v.namespace.name, app: 'todo-chatbot' };
  const ownDatabase = eq(v.secrets.databaseUrl, '');
  const settings = config(scope, {
    name: 'todo-config',
    data: {
      NODE_ENV: v.config.nodeEnv,
      LOG_LEVEL: v.config.logLevel,
      BACKEND_URL: address(services.backend),
      MCP_URL: address(services.mcp),
    },
  });
  const { NODE_ENV, LOG_LEVEL, BACKEND_URL, MCP_URL } = settings.keys;
  const common: Env = { NODE_ENV, LOG_LEVEL };
  const database: Env = { ...common, DATABASE_URL: secretKey(secrets.name, 'DATABASE_URL') };

  const backend = httpService(scope, {
    ...services.backend,
    image: v.images.backend,
    replicas: v.replicas.backend,
    resources: v.resources.backend,
    env: { ...database, OPENAI_API_KEY: secretKey(secrets.name, 'OPENAI_API_KEY', { optional: true }) },
    before: { name: 'migrate', command: ['node', '/app/migrate.mjs'], env: database },
  });
  const mcp = httpService(scope, {
    ...services.mcp,
    image: v.images.mcp,
    replicas: v.replicas.mcp,
    resources: v.resources.mcp,
    env: database,
    before: { name: 'await-schema', command: ['node', '/app/await-schema.mjs'], env: database },
  });
  const frontend = httpService(scope, {
    ...services.frontend,
    image: v.images.frontend,
    replicas: v.replicas.frontend,
    resources: v.resources.frontend,
    env: {
      ...common,
      BACKEND_URL,
      MCP_URL,
      BETTER_AUTH_SECRET: secretKey(secrets.name, 'BETTER_AUTH_SECRET'),
      BETTER_AUTH_URL: secretKey(secrets.name, 'BETTER_AUTH_URL'),
    },
  });
  const store = postgres(scope, {
    name: 'postgres',
    enabled: ownDatabase,
    image: v.images.postgres,
    resources: v.resources.postgres,
    storage: v.database.storage,
    user: 'todo',
    database: 'todo',
    password: { secret: secrets.name, key: 'POSTGRES_PASSWORD' },
  });
  return [
    namespace(v.namespace),
    settings.object,
    secret(scope, { name: secrets.name, data: secretData(v, ownDatabase) }),
    ...Object.values(store),
    ...Object.values(backend),
    ...Object.values(mcp),
    ...Object.values(frontend),
    ingress(scope, {
      name: 'todo-ingress',
      enabled: v.ingress.enabled,
      host: v.ingress.host,
      className: v.ingress.ingressClassName,
      tls: v.ingress.tls,
      routes: [
        { path: '/api/auth', service: services.frontend.service },
        { path: '/api', service: services.backend.service },
        { path: '/', service: services.frontend.service },
      ],
    }),
  ];
}

/** What the Secret holds; what nobody gave follows from other values where it can. */
function secretData(
  { secrets: given, ingress }: Holes<Values>,
  ownDatabase: Expr<boolean>,
): Parameters<typeof secret>[1]['data'] {
  const here = str`postgres://todo:${given.postgresPassword}@postgres:5432/todo`;
  const url = choose(ingress.tls.enabled, str`https://${ingress.host}`, str`http://${ingress.host}`);
  return {
    DATABASE_URL: choose(ownDatabase, here, given.databaseUrl),
    BETTER_AUTH_SECRET: given.betterAuthSecret,
    BETTER_AUTH_URL: choose(eq(given.betterAuthUrl, ''), url, given.betterAuthUrl),
    OPENAI_API_KEY: when(not(eq(given.openaiApiKey, '')), given.openaiApiKey),
    POSTGRES_PASSWORD: when(ownDatabase, given.postgresPassword),
  };
}

function address({ service, port }: { service: string; port: number }): string {
  return `http://${service}:${port}`;
}
