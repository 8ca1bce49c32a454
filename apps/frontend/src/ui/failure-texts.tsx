'use client';

import { createContext, use } from 'react';
import type { JSX, ReactNode } from 'react';

/** What is said when a page fails: an error boundary gets no properties of ours. */
interface Texts {
  readonly title: string;
  readonly text: string;
  readonly code: string;
  readonly tryAgain: string;
}

const Context = createContext<Texts>({
  title: 'Something went wrong',
  text: 'This page could not be shown.',
  code: 'Code: {code}',
  tryAgain: 'Try again',
});

/** Hands the texts to the error boundaries below. */
export function FailureTexts(props: { readonly texts: Texts; readonly children: ReactNode }): JSX.Element {
  return <Context value={props.texts}>{props.children}</Context>;
}

/** For an error boundary. */
export function useFailureTexts(): Texts {
  return use(Context);
}
