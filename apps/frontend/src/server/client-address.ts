import { BlockList, isIP } from 'node:net';

/** Networks that no packet from the internet comes from: there the ingress is, and every other proxy of ours. */
const INSIDE = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv6');

/**
 * The address by which a client's requests are counted. Anybody can write an `X-Forwarded-For`: it is believed only from a peer
 * inside, and of it only the last address, which that peer has seen itself; what stands before is the client's own word. With a
 * load balancer before the ingress, the ingress has to be told to restore the client's address, or all clients count as one.
 *
 * @param peer who is connected
 * @param forwardedFor the header, as it came
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined): string {
  const connected = plain(peer ?? '');
  const last = plain(forwardedFor?.split(',').at(-1)?.trim() ?? '');
  return isIP(last) !== 0 && isInside(connected) ? last : connected;
}

function isInside(address: string): boolean {
  return isIP(address) !== 0 && INSIDE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Node shows a client of IPv4 on a socket of IPv6 as `::ffff:192.0.2.1`; some proxies add a port or brackets. */
function plain(address: string): string {
  const bare = address.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^::ffff:(?=\d+\.)/i, '');
  return bare.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
}
