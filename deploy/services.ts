/** Where each service listens inside of the cluster. */
export const services = {
  frontend: { name: 'frontend', service: 'frontend-service', port: 3000 },
  backend: { name: 'backend', service: 'backend-service', port: 8000 },
  mcp: { name: 'mcp', service: 'mcp-service', port: 8001 },
} as const;

/** Where each service tells Prometheus about itself: a port of its own, which no Ingress leads to. */
export const METRICS_PORT = 9464;

/** The database in the cluster. */
export const database = { name: 'postgres', port: 5432, user: 'todo', database: 'todo' } as const;

/** `http://backend-service:8000` */
export function address({ service, port }: { readonly service: string; readonly port: number }): string {
  return `http://${service}:${port}`;
}
