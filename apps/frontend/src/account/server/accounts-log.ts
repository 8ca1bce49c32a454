/** What better-auth has to say, without its details: they hold what people typed. The server makes lines of its log of it. */
export const accountsLog = {
  level: 'warn',
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, ...details: readonly unknown[]): void {
    const error = details.find((detail) => detail instanceof Error);
    console[level](error ? `${message} (${error.name})` : message);
  },
} as const;
