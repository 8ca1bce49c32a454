/** A door that leads to something which believes to have another address. */
export interface Disguise {
  /** Host of the request, as the client wrote it: `localhost:8080`. */
  readonly host: string;
  /** The address that what is behind the door believes to have: `http://todo.local`; absent where it has the door's. */
  readonly guise?: string | undefined;
}

/**
 * Headers of a request, as name, value, name, value…, as if the client had asked the other address. A page of anybody else
 * keeps its Origin, so that it is refused as it would be there. Pure.
 */
export function disguise(headers: readonly string[], { host, guise }: Disguise): readonly string[] {
  if (guise === undefined) return headers;
  const { host: other, protocol, port } = new URL(guise);
  const own = `http://${host}`;
  return mapHeaders(headers, (name, value) => {
    switch (name) {
      case 'host':
      case 'x-forwarded-host':
        return other;
      case 'x-forwarded-proto':
        return protocol.slice(0, -1);
      case 'x-forwarded-port':
        return port || (protocol === 'https:' ? '443' : '80');
      case 'origin':
        return value === own ? guise : value;
      case 'referer':
        return moved(value, own, guise);
      default:
        return value;
    }
  });
}

/** Headers of an answer: an address of what is behind the door leads through the door. Pure. */
export function undisguise(headers: readonly string[], { host, guise }: Disguise): readonly string[] {
  if (guise === undefined) return headers;
  return mapHeaders(headers, (name, value) => (name === 'location' ? moved(value, guise, `http://${host}`) : value));
}

/** An address at one origin as the same one at another; any other address as it is. */
function moved(url: string, from: string, to: string): string {
  const rest = url.slice(from.length);
  return url.startsWith(from) && /^([/?#]|$)/.test(rest) ? to + rest : url;
}

function mapHeaders(headers: readonly string[], change: (name: string, value: string) => string): readonly string[] {
  return headers.map((text, at) => (at % 2 === 0 ? text : change((headers[at - 1] ?? '').toLowerCase(), text)));
}
