const HOST = /^(\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*)\.?(?::\d*)?$/i;

/**
 * The name in a Host header: lower case, without the port and the root's dot. Pure.
 *
 * @returns undefined when it is none
 */
export function hostName(header: string | undefined): string | undefined {
  return HOST.exec(header ?? '')?.[1]?.toLowerCase();
}

/**
 * Whether a rule's host means this one. Pure.
 *
 * @param rule may begin with `*.`, which stands for exactly one label
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export function hostMatches(rule: string | undefined, host: string): boolean {
  if (rule === undefined) return true;
  if (!rule.startsWith('*.')) return rule.toLowerCase() === host;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === rule.slice(1).toLowerCase();
}

/** Whether a name is an address, as it stands in a URL. Pure. */
export function isAddress(host: string): boolean {
  return host.startsWith('[') || /^[\d.]+$/.test(host);
}

/** Where a browser finds a host of this machine. Pure. */
export function originOf(host: string, port = 80): string {
  return `http://${host}${port === 80 ? '' : `:${port}`}`;
}
