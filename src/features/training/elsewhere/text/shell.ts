/** Commands for bash, whose words may be anybody's text. */

/**
 * A text as one word of a command, taken as it is by every POSIX shell.
 * @throws RangeError where it has a NUL, which no command can be given
 */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new RangeError('a shell has no words with NUL in them');
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A value that is bash's own, such as `"$MODEL"`: it is written as it is. */
export class ShellExpression {
  constructor(readonly text: string) {}
}

/** A flag alone, or with its value. */
export type Flag = readonly [name: string, value?: string | number | ShellExpression];

/**
 * A command with a flag a line, as `--name=value`: a value that begins with a dash would else be taken for another flag.
 * @param begin what comes before the flags, written as it is
 */
export function shellCommand(begin: string, flags: readonly Flag[]): string {
  const words = flags.map(([name, value]) => {
    if (value === undefined) return name;
    return `${name}=${value instanceof ShellExpression ? value.text : shellWord(String(value))}`;
  });
  return [begin, ...words].join(' \\\n  ');
}

/** The start of every script: it ends at the first error, and works in its own folder wherever it is called from. */
export const SCRIPT_START = `#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "\${BASH_SOURCE[0]}")"
`;
