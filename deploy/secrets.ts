import type { SecretSpecs } from '@nx-kube/manifests';

/** The secret values of the stack: where each comes from, and what it is for. */
export const secrets: SecretSpecs = {
  name: 'todo-secrets',
  file: 'deploy/secrets.yaml',
  specs: [
    {
      key: 'DATABASE_URL',
      value: 'databaseUrl',
      env: 'DATABASE_URL',
      example: 'postgres://user:password@db.example.com:5432/todo?sslmode=require',
      describe: 'Connection to Postgres; the one given here is the database in the cluster, with POSTGRES_PASSWORD.',
    },
    {
      key: 'MIGRATION_URL',
      value: 'migrationUrl',
      env: 'MIGRATION_URL',
      describe: 'Direct connection for migrations, where DATABASE_URL goes through a pooler; may stay empty.',
    },
    {
      key: 'BETTER_AUTH_SECRET',
      value: 'betterAuthSecret',
      env: 'BETTER_AUTH_SECRET',
      generate: 'hex32',
      required: true,
      minLength: 32,
      describe: 'Signs sessions; 32 characters or more, such as from `openssl rand -hex 32`.',
    },
    {
      key: 'BETTER_AUTH_URL',
      value: 'betterAuthUrl',
      env: 'BETTER_AUTH_URL',
      describe: 'Public address of the application; follows from the ingress unless it is given.',
    },
    {
      key: 'OPENAI_API_KEY',
      value: 'openaiApiKey',
      env: 'OPENAI_API_KEY',
      describe: 'Key of the language model; may stay empty.',
    },
    {
      key: 'POSTGRES_PASSWORD',
      value: 'postgresPassword',
      env: 'POSTGRES_PASSWORD',
      generate: 'hex32',
      describe:
        'Password of the database in the cluster: letters, digits, ".", "_", "~", "-"; the same as in DATABASE_URL.',
    },
  ],
};
