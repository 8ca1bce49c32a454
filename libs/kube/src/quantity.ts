import { KubeError } from './error.ts';

const SCALE: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;

/**
 * Reads a quantity as a plain number: `500m` → 0.5 (cores), `256Mi` → 268435456 (bytes).
 *
 * @throws {KubeError} `BAD_QUANTITY` for anything that the API server would refuse
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): number {
  const match = QUANTITY.exec(text);
  if (!match) {
    throw new KubeError('BAD_QUANTITY', {
      doing: `read the quantity ${JSON.stringify(text)}`,
      because: 'it is not a number with an optional suffix such as m, k, Mi or Gi',
      fix: 'Write a quantity such as "500m", "0.5" or "256Mi"',
    });
  }
  const [, digits = '', exponent = '', suffix = ''] = match;
  if (exponent) return Number(digits + exponent);
  const scale = SCALE[suffix] ?? 1;
  // Dividing is exact where multiplying by 0.001 is not: 3 * 0.001 is 0.003, but 1005 * 0.001 is not 1.005.
  return scale < 1 ? Number(digits) / Math.round(1 / scale) : Number(digits) * scale;
}

/** Bytes for people: 268435456 → `256Mi`; rounded up to the next Mi so that a sum never looks smaller than it is. */
export function formatMemory(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)}Mi`;
}

/** Cores for people: 0.35 → `350m`, 2 → `2`. */
export function formatCpu(cores: number): string {
  const millicores = Math.ceil(cores * 1000 - 1e-6);
  return millicores % 1000 === 0 ? String(millicores / 1000) : `${millicores}m`;
}
