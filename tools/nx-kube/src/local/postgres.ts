import type { LocalContainer } from '@nx-kube/manifests/local';

/** Whether a container is a Postgres server: told by the variables that the official image knows. Pure. */
export function isPostgres({ env }: LocalContainer): boolean {
  const said = (name: string): boolean => env[name] !== undefined || env[`${name}_FILE`] !== undefined;
  return said('POSTGRES_USER') && said('POSTGRES_PASSWORD') && said('PGDATA');
}
