import { memo } from 'react';
import type { JSX } from 'react';

import { richText } from './rich-text.ts';
import type { Block, Inline } from './rich-text.ts';
import styles from './message.module.css';

/** Text of a message as elements; each block finds its own direction. Only text nodes are made of what was said. */
export const RichText = memo(function RichText({ source }: { readonly source: string }): JSX.Element {
  return <div className={styles['text']}>{richText(source).map((block, index) => blockView(block, index))}</div>;
});

function blockView(block: Block, key: number): JSX.Element {
  switch (block.type) {
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {block.lines.flatMap((line, index) =>
            index === 0 ? inlineViews(line) : [<br key={`break-${index}`} />, ...inlineViews(line, index)],
          )}
        </p>
      );
    case 'bullets':
      return (
        <ul key={key} dir="auto">
          {block.items.map((item, index) => (
            <li key={index}>{inlineViews(item)}</li>
          ))}
        </ul>
      );
    case 'numbers':
      return (
        <ol key={key} dir="auto">
          {block.items.map((item, index) => (
            <li key={index} value={item.number}>
              {inlineViews(item.inlines)}
            </li>
          ))}
        </ol>
      );
    default:
      return block satisfies never;
  }
}

function inlineViews(inlines: readonly Inline[], line = 0): JSX.Element[] {
  return inlines.map(({ type, text }, index) => {
    const key = `${line}-${index}`;
    if (type === 'strong') return <strong key={key}>{text}</strong>;
    if (type === 'code') return <code key={key}>{text}</code>;
    return <span key={key}>{text}</span>;
  });
}
