/** Takes characters off both ends, one by one: a pattern that ends in `+$` looks at a long run again from each of its places. */
export function trimEdges(text: string, isEdge: RegExp): string {
  const characters = Array.from(text);
  let [start, end] = [0, characters.length];
  while (start < end && isEdge.test(characters[start] ?? '')) start++;
  while (end > start && isEdge.test(characters[end - 1] ?? '')) end--;
  return characters.slice(start, end).join('');
}
