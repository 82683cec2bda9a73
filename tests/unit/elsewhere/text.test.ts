/** Anybody's text in commands and in Markdown. */
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine, plainName } from '../../../src/features/training/elsewhere/run.ts';
import { markdownText } from '../../../src/features/training/elsewhere/text/markdown.ts';
import { shellCommand, shellWord } from '../../../src/features/training/elsewhere/text/shell.ts';
import { FOREIGN } from './runs.ts';

/** Any text that a command can be given. */
const word = fc
  .string({ unit: 'binary', maxLength: 40 })
  .filter((text) => !text.includes('\0') && !/\p{Cs}/u.test(text));

/** What bash makes of a command's words. */
function words(command: string): string[] {
  return execFileSync('bash', ['-c', command], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('a word of a command', () => {
  it('is to bash the very text, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (texts) => {
        expect(words(`printf '%s\\0' ${texts.map(shellWord).join(' ')}`)).toEqual(texts);
      }),
      { numRuns: 30 },
    );
    expect(words(`printf '%s\\0' ${FOREIGN.map(shellWord).join(' ')}`)).toEqual(FOREIGN);
  });

  it('is refused where there is a NUL', () => {
    expect(() => shellWord('a\0b')).toThrow(RangeError);
  });

  it('is no flag of its own, however it begins', () => {
    const command = shellCommand(`printf '%s\\0'`, [['--prompt', '--rank=9'], ['--switch']]);
    expect(words(command)).toEqual(['--prompt=--rank=9', '--switch']);
  });
});

describe('names and prompts', () => {
  it('are called plainly in folders and jobs', () => {
    expect(plainName('Größe: Kente/Cloth №1')).toBe('gro-e-kente-cloth-no1');
    expect(plainName('布')).toBe('run');
    expect(plainName('x'.repeat(99))).toHaveLength(40);
  });

  it('stand on one line', () => {
    expect(oneLine(' a\r\n\tb  c ')).toBe('a b c');
  });

  it('mean nothing in Markdown', () => {
    expect(markdownText('a|b\n[c](d) <i> `e`')).toBe('a\\|b \\[c\\]\\(d\\) \\<i\\> \\`e\\`');
  });
});
