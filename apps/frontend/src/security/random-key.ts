/**
 * A key that nobody else makes. Not `crypto.randomUUID`: browsers have that in secure contexts alone, which http://todo.local
 * is not.
 */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
