import type { Container } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import { namesIn } from '../without-cluster/expand.ts';
import type { LocalContainer, LocalPort } from './plan.ts';

/** What decides the ports of a container besides its own list. */
interface PortUses {
  readonly env: Readonly<Record<string, string>>;
  readonly probes: LocalContainer['probes'];
  /** Numbers that Services lead to. */
  readonly targets: readonly number[];
  readonly replicas: number;
}

type Port = NonNullable<Container['ports']>[number];

/**
 * Every port that a container listens on as far as the stack says, with the variables whose whole text is its number.
 * On one machine each process needs a port of its own, so what runs more than once must be told the number.
 */
export function portsOf(
  place: PlacedContainer,
  { env, probes, targets, replicas }: PortUses,
  faults: Faults,
): readonly LocalPort[] {
  const { object, container, path } = place;
  const ports = new Map<number, { readonly name?: string; readonly at: string }>();
  for (const [index, port] of (container.ports ?? []).entries()) {
    const at = `${path}.ports[${index}]`;
    checkPort(port, at, place, faults);
    if (ports.has(port.containerPort)) continue;
    ports.set(port.containerPort, { ...(port.name === undefined ? {} : { name: port.name }), at });
  }
  // A port works without being declared, too.
  for (const port of [...targets, ...probedPorts(probes)]) if (!ports.has(port)) ports.set(port, { at: path });
  return [...ports].map(([port, { at, ...named }]) => {
    const variables = Object.keys(env).filter((name) => env[name] === String(port));
    if (variables.length === 0 && replicas > 1) {
      const rule = `has port ${port}, which no variable tells its program: ${replicas} processes of one machine would all want it`;
      const fix = 'give the program its port by a variable of exactly that number, or run one replica';
      faults.add(object, at, { rule, fix });
    }
    checkTexts(place, variables, faults);
    return { ...named, port, variables };
  });
}

function checkPort(port: Port, at: string, { object }: PlacedContainer, faults: Faults): void {
  const { protocol = 'TCP', hostPort } = port as Port & { readonly protocol?: string; readonly hostPort?: number };
  if (protocol !== 'TCP') faults.lost(object, `${at}.protocol`);
  if (hostPort) faults.lost(object, `${at}.hostPort`);
}

/** A number that is put into another text stays the container's, while the process listens elsewhere. */
function checkTexts({ object, container, path }: PlacedContainer, variables: readonly string[], faults: Faults): void {
  const { command = [], args = [] } = container as { command?: readonly string[]; args?: readonly string[] };
  const texts = [
    ...command.map((text, index) => [`${path}.command[${index}]`, text] as const),
    ...args.map((text, index) => [`${path}.args[${index}]`, text] as const),
    ...(container.env ?? []).map(({ value = '' }, index) => [`${path}.env[${index}].value`, value] as const),
  ];
  for (const [at, text] of texts) {
    const name = namesIn(text).find((one) => variables.includes(one));
    const isPortItself = text === `$(${name})` && at.endsWith('.value');
    if (name === undefined || isPortItself) continue;
    const rule = `puts the port $(${name}) into a text, but each process of one machine has a port of its own`;
    faults.add(object, at, { rule, fix: 'let the program read the variable itself' });
  }
}

function probedPorts(probes: LocalContainer['probes']): readonly number[] {
  return Object.values(probes).flatMap(({ check }) => (check.type === 'exec' ? [] : [check.port]));
}
