const STOP_WORDS = new Set(['the', 'a', 'an', 'my', 'to', 'for', 'of', 'with', 'and', 'on', 'at', 'in', 'about']);

/** The words of a text in a form in which "Meetings" and "meeting" are one. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(stem);
}

function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return word.slice(0, -3);
  if (word.length > 3 && word.endsWith('y')) return word.slice(0, -1);
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

const weighty = (words: readonly string[]): readonly string[] => {
  const left = words.filter((word) => !STOP_WORDS.has(word));
  return left.length > 0 ? left : words;
};

/**
 * The tasks whose titles have all the given words, in their order. Where the words are a whole title, tasks called exactly
 * that win over those that have more words.
 */
export function matching<T extends { readonly title: string }>(
  tasks: readonly T[],
  { title, whole }: { readonly title: string; readonly whole: boolean },
): readonly T[] {
  const asked = wordsOf(title);
  if (whole) {
    const exact = tasks.filter((task) => task.title.trim() === title.trim());
    if (exact.length > 0) return exact;
    const same = tasks.filter((task) => asked.length > 0 && wordsOf(task.title).join(' ') === asked.join(' '));
    if (same.length > 0) return same;
  }
  const wanted = weighty(asked);
  if (wanted.length === 0) return [];
  return tasks.filter((task) => {
    const has = new Set(wordsOf(task.title));
    return wanted.every((word) => has.has(word));
  });
}

/** The text to ask the tasks for, so that no task with all the words is left out: the longest of them, without its ending. */
export function searchText(title: string): string {
  const words = weighty(title.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== ''));
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  if (longest === '') return title.trim().slice(0, 200);
  return longest.slice(0, Math.min(200, stem(longest.toLowerCase()).length));
}
