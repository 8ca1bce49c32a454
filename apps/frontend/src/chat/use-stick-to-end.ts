import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** What of the end may be out of sight and still count as seen, in CSS pixels. */
const NEAR = 48;

/** A scrolled box that keeps its end in view. */
interface StickToEnd {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly atEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/**
 * Follows growing content, but only while the end is in view: who has scrolled up to read is left alone.
 *
 * @param content anything that changes when the content does
 * @param jump when this changes, the end is shown wherever one was
 */
export function useStickToEnd(content: unknown, jump: unknown): StickToEnd {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    following.current = true;
    setAtEnd(true);
  }, []);
  const onScroll = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR;
    setAtEnd(following.current);
  }, []);
  useLayoutEffect(toEnd, [jump, toEnd]);
  useLayoutEffect(() => {
    if (following.current) toEnd();
  }, [content, toEnd]);
  return { box, atEnd, onScroll, toEnd };
}
