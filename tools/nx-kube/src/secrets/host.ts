/**
 * The host that a value connects to, if it is a URL: what may be shown of a database's address. Pure.
 *
 * @returns such as `db.example.com`; `undefined` for what is no URL with a host
 */
export function hostOf(value: string | undefined): string | undefined {
  if (value === undefined || !URL.canParse(value)) return undefined;
  return new URL(value).hostname || undefined;
}

/** Whether a host is a Service inside of the cluster: `postgres`, `postgres.todo-app.svc`, never `db.example.com`. Pure. */
export function isInCluster(host: string): boolean {
  return !/[.:]/.test(host) || /\.svc(\.|$)/.test(host) || host.endsWith('.cluster.local');
}
