import { PluginError } from '../error.ts';

/**
 * The words of a command of a target that is started without a shell, so that signals reach the program itself. Pure.
 *
 * @param command such as `node apps/backend/build.ts --worker`; words with spaces in quotes
 * @param target for the message
 * @throws PluginError BAD_TARGET for what only a shell understands
 */
export function commandWords(command: unknown, target: string): readonly string[] {
  const text = typeof command === 'string' ? command.trim() : '';
  const words = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const plain = words.every((word) => /^("[^"$`]*"|'[^']*'|[^"'$`|&;<>()*?\\]+)$/.test(word));
  if (plain && words.length > 0) return words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
  throw new PluginError('BAD_TARGET', {
    doing: `start ${target}`,
    because: text === '' ? 'it has no command' : `its command needs a shell: ${text}`,
    fix: 'give the target a command of plain words, such as: node apps/backend/build.ts --worker',
  });
}
