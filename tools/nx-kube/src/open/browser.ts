import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that shows an address to a person. */
export interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** An opener that has not failed by then works. */
const FAILS_WITHIN_MS = 2000;

/**
 * How this machine shows an address in a browser. Never by a shell: the address is an argument. Pure.
 *
 * @returns why it can't, where nobody would see the browser
 */
export function findOpener(url: string, platform: NodeJS.Platform, env: Env): Opener | { readonly because: string } {
  if (env['CI']) return { because: 'this is CI' };
  if (platform === 'darwin') return { command: 'open', args: [url] };
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  if (env['WSL_DISTRO_NAME']) return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] };
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return { because: 'there is no display here' };
  return { command: 'xdg-open', args: [url] };
}

/**
 * Starts an opener, which outlives us.
 *
 * @returns why the browser did not open, if so
 */
export async function startOpener({ command, args }: Opener, env: Env): Promise<string | undefined> {
  const child = spawn(command, args, { detached: true, stdio: 'ignore', env: { ...env } });
  const failed = new Promise<string | undefined>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `there is no ${command} here` : error.message),
    );
    child.once('exit', (code) => resolve(code === 0 ? undefined : `${command} ended with ${code}`));
  });
  child.unref();
  return Promise.race([failed, sleep(FAILS_WITHIN_MS, undefined, { ref: false })]);
}
