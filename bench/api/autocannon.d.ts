/** What we use of a package that has no types. */
declare module 'autocannon' {
  interface Instance extends PromiseLike<{ readonly errors: number; readonly timeouts: number }> {
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): this;
  }
  export default function autocannon(options: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** Seconds. */
    readonly duration: number;
    readonly connections: number;
  }): Instance;
}
