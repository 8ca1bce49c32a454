import fc from 'fast-check';
import { expect, test } from 'vitest';

import { backendQuery, CHOICES, isFiltered, PAGE_SIZE, parseView, viewHref, withMore } from './task-view.ts';
import type { TaskView } from './task-view.ts';

const plain: TaskView = { status: 'all', sort: 'newest', shown: PAGE_SIZE };
const now = new Date('2026-11-21T20:00:00Z');

function parse(text: string): TaskView {
  return parseView(new URLSearchParams(text));
}

function asked(text: string, timeZone = 'UTC'): Record<string, string> {
  return Object.fromEntries(backendQuery(parse(text), now, timeZone));
}

test('an empty address is the plain view, and the plain view an empty address', () => {
  expect(parse('')).toEqual(plain);
  expect(viewHref(plain)).toBe('/');
});

test('what makes no sense in an address is left out', () => {
  expect(parse('status=x&priority=urgent&due=never&sort=%00&shown=-5&tag=%20&q=')).toEqual(plain);
  expect(parse('shown=1e99').shown).toBe(1000);
  expect(parse('shown=NaN').shown).toBe(PAGE_SIZE);
});

test('a view survives its address', () => {
  const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
  const view = fc.record(
    {
      status: fc.constantFrom(...CHOICES.status),
      sort: fc.constantFrom(...CHOICES.sort),
      shown: fc.integer({ min: 1, max: 20 }).map((pages) => pages * PAGE_SIZE),
      priority: fc.constantFrom(...CHOICES.priority),
      due: fc.constantFrom(...CHOICES.due),
      tag: word.map((text) => text.trim().toLowerCase().trim()),
      q: word.map((text) => text.trim()),
    },
    { requiredKeys: ['status', 'sort', 'shown'] },
  );
  fc.assert(
    fc.property(view, (given) => {
      const href = viewHref(given);
      expect(parse(href.slice(href.indexOf('?') + 1 || href.length))).toEqual(given);
    }),
  );
});

test('what others keep in the address stays there', () => {
  const search = new URLSearchParams('conversation=7&status=pending');
  expect(viewHref({ ...plain, status: 'completed' }, search)).toBe('/?conversation=7&status=completed');
  expect(viewHref(plain, search)).toBe('/?conversation=7');
});

test.each([
  ['', { sort: 'created', order: 'desc', limit: '50' }],
  ['sort=priority', { sort: 'priority', order: 'desc', limit: '50' }],
  ['sort=due_date&shown=100', { sort: 'due_date', order: 'asc', limit: '100' }],
  [
    'status=completed&q=50%25&tag=Home',
    { sort: 'created', order: 'desc', limit: '50', status: 'completed', q: '50%', tag: 'home' },
  ],
  ['due=overdue', { sort: 'created', order: 'desc', limit: '50', status: 'pending', due_before: now.toISOString() }],
])('the backend is asked for "%s" as %o', (address, expected) => {
  expect(asked(address)).toEqual(expected);
});

test('today ends when it ends for the reader', () => {
  expect(asked('due=today', 'Asia/Karachi')).toMatchObject({
    due_after: '2026-11-21T19:00:00.000Z',
    due_before: '2026-11-22T19:00:00.000Z',
  });
  expect(asked('due=week', 'UTC')).toMatchObject({
    due_after: '2026-11-21T00:00:00.000Z',
    due_before: '2026-11-28T00:00:00.000Z',
  });
});

test('an order leaves nothing out, everything else does', () => {
  expect(
    ['', 'sort=title', 'status=pending', 'q=a', 'tag=a', 'due=today', 'priority=low'].map((text) =>
      isFiltered(parse(text)),
    ),
  ).toEqual([false, false, true, true, true, true, true]);
});

test('more is shown page by page, up to what the backend gives', () => {
  expect(withMore(plain).shown).toBe(100);
  expect(withMore({ ...plain, shown: 1000 }).shown).toBe(1000);
});
