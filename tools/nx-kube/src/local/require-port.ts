import { PluginError } from '../error.ts';

const MOST = 65_535;

/** @throws PluginError USAGE for a number that no port has */
export function requirePort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 1 && port <= MOST)) return;
  const because = `--port is ${port}, and a port is a whole number from 1 to ${MOST}`;
  throw new PluginError('USAGE', {
    doing: 'choose where to serve',
    because,
    fix: 'give such a number, or leave it out',
  });
}
