import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAddresses, rewriteAddresses, type Address } from './addresses.ts';

const addresses: readonly Address[] = [
  { service: 'todo', port: 8000, local: 40_001 },
  { service: 'todo', port: 80, local: 40_080 },
  { service: 'todo-api', port: 8000, local: 40_002 },
  { service: 'api', port: 80, local: 40_003 },
  { service: 'db', port: 5432, local: 40_004 },
  { service: 'a', port: 8000, local: 40_005 },
  { service: 'mq', port: 9092, local: 40_006 },
];

test.each([
  ['http://todo:8000', 'http://127.0.0.1:40001'],
  ['http://todo:8000/', 'http://127.0.0.1:40001/'],
  ['http://todo-api:8000/todo:8000', 'http://127.0.0.1:40002/todo:8000'],
  ['http://api/path?next=http://todo:8000/', 'http://127.0.0.1:40003/path?next=http://127.0.0.1:40001/'],
  ['http://api', 'http://127.0.0.1:40003'],
  ['HTTP://TODO:8000#x', 'HTTP://127.0.0.1:40001#x'],
  ['todo:8000', '127.0.0.1:40001'],
  ['todo:80', '127.0.0.1:40080'],
  ['mq:9092,mq:9092', '127.0.0.1:40006,127.0.0.1:40006'],
  ['server=todo:8000;user=x', 'server=127.0.0.1:40001;user=x'],
  ['--upstream=todo:8000', '--upstream=127.0.0.1:40001'],
  ['user:secret@tcp(db:5432)/todo', 'user:secret@tcp(127.0.0.1:40004)/todo'],
  ['http://todo:8000,http://api/x', 'http://127.0.0.1:40001,http://127.0.0.1:40003/x'],
  ['http://todo.team.svc.cluster.local:8000', 'http://127.0.0.1:40001'],
  ['todo.team.svc:8000', '127.0.0.1:40001'],
  ['{"url":"http://todo:8000","db":"db:5432"}', '{"url":"http://127.0.0.1:40001","db":"127.0.0.1:40004"}'],
  ['postgres://u:p@db/x', 'postgres://u:p@127.0.0.1:40004/x'],
  ['postgresql+asyncpg://u:p@db/x', 'postgresql+asyncpg://u:p@127.0.0.1:40004/x'],
  ['jdbc:postgresql://db:5432/x', 'jdbc:postgresql://127.0.0.1:40004/x'],
  ['postgres://u:p@db:5432,db:5432/x', 'postgres://u:p@127.0.0.1:40004,127.0.0.1:40004/x'],
  ['postgres://u:a@todo:8000@db:5432/x', 'postgres://u:a@todo:8000@127.0.0.1:40004/x'],
  ['postgres://todo:8000@db:5432/todo:8000', 'postgres://todo:8000@127.0.0.1:40004/todo:8000'],
  ['postgres://u:%40!$,;()*@db:5432/x', 'postgres://u:%40!$,;()*@127.0.0.1:40004/x'],
  [`postgres://u:'"{}<>|\\\\@db:5432/x`, `postgres://u:'"{}<>|\\\\@127.0.0.1:40004/x`],
])('%s becomes %s', (text, rewritten) => {
  expect(rewriteAddresses(text, addresses)).toBe(rewritten);
});

test.each([
  ['another port of a Service', 'http://todo:9999'],
  ['no port, and a scheme that implies another one', 'https://todo/'],
  ['no port, and a scheme that implies none', 'custom://todo/'],
  ['a name without a port', 'todo'],
  ['a longer name', 'http://todo-web:8000 xtodo:8000 todo-ap:8000'],
  ['a host of the world', 'http://todo.example:8000 http://www.todo:8000'],
  ['the public address', 'http://todo.localhost:8080'],
  ['a longer port', 'todo:80001 todo:800'],
  ['a port with a zero before it', 'todo:08000'],
  ['IPv6', 'http://[::1]:8000 [a:8000::1]:80 a:8000::1 fe80::a:8000'],
  ['an image', 'registry.example/todo:8000'],
  ['a password with an address outside of a URL', 'x@todo:8000'],
  ['a password of a URL', 'postgres://u:todo:8000@elsewhere:5432/x'],
  ['an encoded URL', 'http%3A%2F%2Ftodo%3A8000'],
  ['a path', '/todo:8000'],
  ['a time', '12:30'],
  ['nothing', ''],
])('%s stays as it is', (_, text) => {
  expect(rewriteAddresses(text, addresses)).toBe(text);
});

const piece = fc.oneof(
  fc.constantFrom(
    'http://',
    'postgres://',
    'todo',
    'todo-api',
    'api',
    'db',
    ':',
    '8000',
    '80',
    '5432',
    '@',
    ',',
    ';',
    '/',
  ),
  fc.constantFrom('[::1]', '.', '-', '=', ' ', '?', '#', '"', "'", '%40', '\\', '$', '|', '(', ')', '{', '}', '\n'),
  fc.string({ maxLength: 4 }),
);
const anyText = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

test('whatever the text, only a known host and port is replaced, and all between stays', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const mentions = findAddresses(text, addresses);
      let rest = text;
      let result = rewriteAddresses(text, addresses);
      let at = 0;
      for (const { service, port, start, end } of mentions) {
        const written = text.slice(start, end).toLowerCase();
        expect([`${service}:${port}`, service]).toContain(
          written.replace(/\.[a-z0-9-]+\.svc(\.cluster\.local\.?)?/, ''),
        );
        const between = text.slice(at, start);
        expect(rest.startsWith(between) && result.startsWith(between)).toBe(true);
        rest = rest.slice(between.length + end - start);
        result = result.slice(between.length).replace(/^127\.0\.0\.1:[0-9]+/, '');
        at = end;
      }
      expect(result).toBe(rest);
    }),
    { numRuns: 3000 },
  );
});

test('a text that was rewritten has nothing left to rewrite', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = rewriteAddresses(text, addresses);
      expect(findAddresses(once, addresses)).toEqual([]);
    }),
    { numRuns: 3000 },
  );
});

test('a URL keeps its user, password, path and query whatever they are', () => {
  const part = fc.webAuthority({ withUserInfo: true }).map((authority) => authority.split('@')[0] ?? '');
  fc.assert(
    fc.property(part, fc.webPath(), fc.webQueryParameters(), (user, path, query) => {
      const rest = `${path.startsWith('/') ? path : `/${path}`}?${query.replaceAll(':', '')}`;
      const url = `postgres://${user}@db:5432${rest.replaceAll(':', '')}`;
      expect(rewriteAddresses(url, addresses)).toBe(`postgres://${user}@127.0.0.1:40004${rest.replaceAll(':', '')}`);
    }),
  );
});
