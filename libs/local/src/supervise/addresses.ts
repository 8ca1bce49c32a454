/** A port of a Service, and where this machine has it. */
export interface Address {
  readonly service: string;
  readonly port: number;
  /** On 127.0.0.1. */
  readonly local: number;
}

/** The ports that a URL means when it names none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  mongodb: 27017,
  amqp: 5672,
  nats: 4222,
};

/** What is found in a text: the Service, and how it is written from its host to its port. */
export interface Mention {
  readonly service: string;
  readonly port: number;
  readonly start: number;
  readonly end: number;
}

/** A URL up to the end of its authority. A list of URLs with commas ends one where the next begins. */
const URLS =
  /(?<scheme>[a-z][a-z0-9+.-]{0,30}):\/\/(?<authority>(?:(?![,;|][a-z][a-z0-9+.-]{0,30}:\/\/)[^/?#\s"'`<>\\{}])+)/dgi;
/** The same where a text begins with one: quotes and braces do not end it, they may be part of its password. */
const FIRST_URL =
  /^(?<scheme>[a-z][a-z0-9+.-]{0,30}):\/\/(?<authority>(?:(?![,;|][a-z][a-z0-9+.-]{0,30}:\/\/)[^/?#\s])+)/dgi;
/** `host:port` that begins and ends where a word does. What follows `@` outside of a URL may be part of a password. */
const BARE = /(?<=^|[\s,;=("'`|[])(?<host>[a-z0-9.-]+):(?<port>[0-9]+)(?=$|[\s,;/?#)"'`|\]])/gi;
const HOST = /(?<=^|[,;|])(?<host>[a-z0-9.-]+)(?::(?<port>[0-9]+))?(?=$|[,;|)])/gi;

/**
 * Finds the addresses of Services in a text: `host:port` alone or in a URL, also without a port where the scheme implies it. Pure.
 * Only a whole host counts, by itself or as `name.namespace.svc.cluster.local`; user and password of a URL never do.
 *
 * @returns in the order of the text, never overlapping
 */
export function findAddresses(
  text: string,
  services: readonly Pick<Address, 'service' | 'port'>[],
): readonly Mention[] {
  const mentions: Mention[] = [];
  const taken: (readonly [number, number])[] = [];
  const add = (host: string, port: number | undefined, [start, end]: readonly [number, number]): void => {
    const name = serviceName(host);
    const known = services.find((one) => one.service === name && one.port === port);
    if (known) mentions.push({ service: known.service, port: known.port, start, end });
  };
  for (const { groups, indices } of [...text.matchAll(FIRST_URL), ...text.matchAll(URLS)]) {
    const { scheme = '', authority = '' } = groups ?? {};
    const [from, to] = indices?.groups?.['authority'] ?? [0, 0];
    if (taken.some(([, end]) => from < end)) continue;
    taken.push([from, to]);
    const hosts = from + authority.lastIndexOf('@') + 1;
    for (const found of text.slice(hosts, to).matchAll(HOST)) {
      const { host = '', port } = found.groups ?? {};
      const at = hosts + found.index;
      add(host, port === undefined ? impliedPort(scheme) : decimal(port), [at, at + found[0].length]);
    }
  }
  for (const found of text.matchAll(BARE)) {
    const { host = '', port = '' } = found.groups ?? {};
    const span = [found.index, found.index + found[0].length] as const;
    if (!taken.some(([from, to]) => span[0] < to && from < span[1])) add(host, decimal(port), span);
  }
  return mentions.sort((a, b) => a.start - b.start);
}

/** Leads every address of a Service in a text to this machine, and touches nothing else. Pure. */
export function rewriteAddresses(text: string, addresses: readonly Address[]): string {
  let rewritten = '';
  let at = 0;
  for (const { service, port, start, end } of findAddresses(text, addresses)) {
    const local = addresses.find((one) => one.service === service && one.port === port)?.local;
    rewritten += `${text.slice(at, start)}127.0.0.1:${local}`;
    at = end;
  }
  return rewritten + text.slice(at);
}

/** `todo`, `todo.team.svc` and `todo.team.svc.cluster.local` are one Service; `todo.example` is a host of the world. */
function serviceName(host: string): string | undefined {
  const found = /^([a-z0-9-]+)(?:\.[a-z0-9-]+\.svc(?:\.cluster\.local\.?)?)?$/.exec(host.toLowerCase());
  return found?.[1];
}

function impliedPort(scheme: string): number | undefined {
  // `jdbc:postgresql://` ends with the scheme that counts, as `postgresql+asyncpg://` begins with it.
  return DEFAULT_PORTS[scheme.toLowerCase().split('+')[0] ?? ''];
}

/** As a number has no zero before it, a text that has one is none. */
function decimal(text: string): number | undefined {
  return /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : undefined;
}
