/** What a loader tells while it works. `node` is the name of a container, or of a profile. */
export type LoadEvent =
  | { readonly type: 'loading'; readonly node: string; readonly refs: readonly string[] }
  | { readonly type: 'loaded'; readonly node: string; readonly refs: readonly string[]; readonly milliseconds: number };

/** Which images had to be moved, and which were there. */
export interface LoadResult {
  readonly loaded: readonly string[];
  readonly present: readonly string[];
}
