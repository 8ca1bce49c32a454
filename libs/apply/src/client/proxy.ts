import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Which proxy leads to a server: the one that the kubeconfig names, else the environment's, as kubectl chooses. Pure.
 *
 * @param configured `proxy-url` of the kubeconfig's cluster
 * @returns the proxy's address, or `undefined` for a direct connection
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function proxyFor(server: URL, configured: string | undefined, environment: Environment): string | undefined {
  if (configured) return configured;
  const value = (name: string): string | undefined => environment[name] || environment[name.toLowerCase()] || undefined;
  const proxy = value(server.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY');
  if (!proxy || isLoopback(hostOf(server)) || isExcepted(server, value('NO_PROXY') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function hostOf(server: URL): string {
  return server.hostname.replaceAll(/^\[|\]$/g, '').toLowerCase();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** `NO_PROXY`: names (with their subdomains), addresses, ranges in CIDR notation, each with a port or without. */
function isExcepted(server: URL, list: string): boolean {
  const host = hostOf(server);
  const port = server.port || (server.protocol === 'http:' ? '80' : '443');
  const entries = list.split(',').map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => {
    if (entry === '*') return true;
    if (entry.includes('/')) return isInRange(host, entry);
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
    const bare = name.replaceAll(/^\[|\]$/g, '').replace(/^\*?\./, '');
    if (bare === '' || (only !== undefined && only !== port)) return false;
    return host === bare || host.endsWith(`.${bare}`);
  });
}

function isInRange(host: string, range: string): boolean {
  const [network = '', prefix] = range.split('/');
  const [family, own] = [isIP(network), isIP(host)];
  if (family === 0 || family !== own || !/^\d+$/.test(prefix ?? '')) return false;
  const bits = Number(prefix);
  if (bits > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const ranges = new BlockList();
  ranges.addSubnet(network, bits, type);
  return ranges.check(host, type);
}
