import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { RichText } from './rich-text-view.tsx';

const html = (source: string): string =>
  renderToStaticMarkup(createElement(RichText, { source })).replaceAll(
    /^<div[^>]*>|<\/div>$|<\/?span>| dir="auto"/g,
    '',
  );

test.each([
  ['lines', 'one\ntwo', '<p>one<br/>two</p>'],
  ['paragraphs', 'one\n\n\ntwo', '<p>one</p><p>two</p>'],
  ['a list after its sentence', 'Tasks:\n- a\n* b\n• c', '<p>Tasks:</p><ul><li>a</li><li>b</li><li>c</li></ul>'],
  ['numbers as they were written', '3. a\n7) b', '<ol><li value="3">a</li><li value="7">b</li></ol>'],
  ['strong words and code', '**Two** of `x`', '<p><strong>Two</strong> of <code>x</code></p>'],
  ['stars and ticks that mark nothing', '2 * 3 ** 4 ` - 5', '<p>2 * 3 ** 4 ` - 5</p>'],
  ['a number that begins no list', '5pm is fine. 3.5 too', '<p>5pm is fine. 3.5 too</p>'],
  ['nothing', '', ''],
])('it shows %s', (_what, source, expected) => {
  expect(html(source)).toBe(expected);
});

test.each([
  '<script>alert(1)</script>',
  '**<img src=x onerror=alert(1)>**',
  '- <a href="javascript:alert(1)">x</a>',
  '`</code><svg onload=alert(1)>`',
  '[link](javascript:alert(1))',
])('markup stays text: %s', (source) => {
  expect(html(source)).not.toMatch(/<(?!\/?(p|ul|ol|li|br|strong|code)\b)/);
});

test('no character of a text is lost but the marks', () => {
  const word = fc.stringMatching(/^[^\s*`•\-\d&<>"'][^*`•&<>"'\r\n]{0,20}$/).filter((text) => text.trim() === text);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (lines) => {
      const text = html(lines.join('\n'))
        .replaceAll('<br/>', '\n')
        .replaceAll(/<[^>]*>/g, '');
      expect(text).toBe(lines.join('\n'));
    }),
  );
});
