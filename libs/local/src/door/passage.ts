import type { Agent, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import type { Endpoints } from '../balance/endpoints.ts';
import type { Door } from './door.ts';
import { hostMatches, hostName, originOf } from './host.ts';
import type { DoorProblem } from './problem.ts';
import { requestPath, targetAuthority } from './request-path.ts';
import type { RouteTable } from './route-table.ts';

/** What all requests of one door share. */
export interface Passage {
  readonly hosts: readonly string[];
  readonly holdMs: number;
  readonly guise: string | undefined;
  /** Connections that stay, for requests that may be sent twice. */
  readonly kept: Agent;
  /** Connections for one request. */
  readonly single: Agent;
  /** Of upgraded connections, which the HTTP server no longer knows. */
  readonly upgraded: Set<Socket>;
  lead(): { readonly table: RouteTable; readonly address: Parameters<Door['lead']>[1] } | undefined;
  isClosing(): boolean;
  /** Calls back when paths lead elsewhere and when the door closes. */
  watch(changed: () => void): () => void;
}

/** Where a request goes. */
export interface Target {
  readonly type: 'target';
  readonly service: string;
  readonly endpoints: Endpoints;
  /** As the client wrote it. */
  readonly host: string;
  readonly guise: string | undefined;
}

/** Where a request goes, or why nowhere; `opening` may change. */
export function decide(incoming: IncomingMessage, passage: Passage): Target | DoorProblem {
  const { url = '/', method = '' } = incoming;
  if (passage.isClosing()) return { type: 'closing' };
  // Which of two would count is a matter of taste, and thus a way past the guard.
  if (countOf('host', incoming) > 1) return { type: 'request', because: 'It names more than one host.' };
  const coding = incoming.headers['transfer-encoding'];
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked')
    return { type: 'request', because: 'Its transfer coding is not chunked.' };
  const given = targetAuthority(url) ?? incoming.headers.host ?? '';
  const host = hostName(given);
  const lead = passage.lead();
  // A page of another site whose name was pointed at this machine ends here.
  if (host === undefined || !(passage.hosts.some((own) => hostMatches(own, host)) || lead?.table.names(host) === true))
    return { type: 'host', host: given, urls: passage.hosts.map((own) => originOf(own, incoming.socket.localPort)) };
  if (method === 'TRACE') return { type: 'method', method };
  if (lead === undefined) return { type: 'opening' };
  const path = requestPath(url);
  const route = lead.table.find(host, path);
  if (route === undefined) return { type: 'path', path };
  const address = lead.address(route.service, route.port);
  if (address === undefined) return { type: 'absent', service: route.service };
  return { type: 'target', service: route.service, endpoints: address.direct, host: given, guise: passage.guise };
}

/** How often a header occurs: what Node.js makes of several depends on their name. */
function countOf(name: string, { rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((each, at) => at % 2 === 0 && each.length === name.length && each.toLowerCase() === name)
    .length;
}
