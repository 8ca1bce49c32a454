const SUFFIXES: Readonly<Record<string, number>> = {
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

/**
 * The value of a Kubernetes quantity in its base unit: cores for CPU, bytes for memory.
 *
 * @param text such as `500m`, `0.5`, `256Mi`, `1e3`
 * @throws RangeError naming the text, when it is no quantity
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): number {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  const factor = SUFFIXES[match?.[3] ?? ''];
  if (!match || factor === undefined) {
    throw new RangeError(
      `"${text}" is not a quantity. Write a number with an optional suffix, such as "500m", "0.5" or "256Mi".`,
    );
  }
  return Number(`${match[1]}${match[2] ?? ''}`) * factor;
}
