/** Prompts as other programs write them: weights, changes on the way, breaks, and chunks. */

import { choosePromptWords, hasPromptSyntax } from '@weft/engine';
import { inChunks, promptSchedule, readEmphasis } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

const weighted = (prompt: string) =>
  readEmphasis(prompt).map((part) => part && [part.text, Math.round(part.weight * 1e6) / 1e6]);

describe('weights', () => {
  it.each<[string, ([string, number] | null)[]]>([
    ['a red cloth', [['a red cloth', 1]]],
    ['', [['', 1]]],
    [
      'a (red) cloth',
      [
        ['a ', 1],
        ['red', 1.1],
        [' cloth', 1],
      ],
    ],
    [
      'a ((red)) cloth',
      [
        ['a ', 1],
        ['red', 1.21],
        [' cloth', 1],
      ],
    ],
    [
      'a [red] cloth',
      [
        ['a ', 1],
        ['red', 0.909091],
        [' cloth', 1],
      ],
    ],
    [
      '(red:1.3) cloth',
      [
        ['red', 1.3],
        [' cloth', 1],
      ],
    ],
    [
      '(a (red:1.5) cloth:0.5)',
      [
        ['a ', 0.5],
        ['red', 0.75],
        [' cloth', 0.5],
      ],
    ],
    [String.raw`a \(red\) cloth`, [['a (red) cloth', 1]]],
    // Brackets that don't close count to the end.
    [
      'a (red cloth',
      [
        ['a ', 1],
        ['red cloth', 1.1],
      ],
    ],
    ['a red) cloth', [['a red) cloth', 1]]],
    ['at 10:30, red', [['at 10:30, red', 1]]],
    // No number after all.
    ['(red:1.2.3)', [['red:1.2.3', 1.1]]],
    ['red BREAK blue', [['red', 1], null, ['blue', 1]]],
    ['(red BREAK blue:2)', [['red', 2], null, ['blue', 2]]],
    ['BREAKFAST', [['BREAKFAST', 1]]],
  ])('%s', (prompt, expected) => {
    expect(weighted(prompt)).toEqual(expected);
  });
});

const over = (prompt: string, steps: number) => {
  const { texts, atStep } = promptSchedule(prompt, steps);
  return atStep.map((place) => texts[place]);
};

describe('words that change on the way', () => {
  it.each<[string, number, string[]]>([
    ['a cloth', 2, ['a cloth', 'a cloth']],
    ['[red:blue:0.5] cloth', 4, ['red cloth', 'red cloth', 'blue cloth', 'blue cloth']],
    ['[red:blue:1] cloth', 3, ['red cloth', 'blue cloth', 'blue cloth']],
    // A share where it has a point: all of the steps.
    ['[red:blue:1.0] cloth', 2, ['red cloth', 'red cloth']],
    ['[blue:0.5]x', 2, ['x', 'bluex']],
    ['[red::0.5]x', 2, ['redx', 'x']],
    ['[red|blue] cloth', 3, ['red cloth', 'blue cloth', 'red cloth']],
    ['[red||blue]x', 4, ['redx', 'x', 'bluex', 'redx']],
    ['[a [red|blue] dress:a vase:0.5]', 4, ['a red dress', 'a blue dress', 'a vase', 'a vase']],
    ['[(red:1.2):blue:0.5]', 2, ['(red:1.2)', 'blue']],
    // Weights and brackets that don't close stay for `readEmphasis`.
    ['[red] (cloth:1.2) [blue', 1, ['[red] (cloth:1.2) [blue']],
    [String.raw`\[red:blue:0.5\]`, 1, [String.raw`\[red:blue:0.5\]`]],
    ['[red:blue:soon]', 1, ['[red:blue:soon]']],
  ])('%s over %i steps', (prompt, steps, expected) => {
    expect(over(prompt, steps)).toEqual(expected);
  });

  it('bears any number of brackets', () => {
    const deep = `${'['.repeat(20_000)}a${'|b]'.repeat(20_000)}`;
    expect(promptSchedule(deep, 2).texts.length).toBeGreaterThan(0);
    expect(promptSchedule('['.repeat(50_000), 1).texts).toEqual(['['.repeat(50_000)]);
  });
});

const COMMA = 9;
const tokens = (...ids: number[]) => ids.map((id) => ({ id, weight: 1 }));
const idsIn = (chunks: ReturnType<typeof inChunks>) =>
  chunks.map((chunk) => chunk.map((token) => ('id' in token ? token.id : `row ${token.row}`)));

describe('chunks', () => {
  it('are filled one after the other', () => {
    expect(idsIn(inChunks([tokens(1, 2, 3, 4, 5)], 2, COMMA))).toEqual([[1, 2], [3, 4], [5]]);
    expect(inChunks([[]], 2, COMMA)).toEqual([[]]);
  });

  it('end behind a comma that is near, and only there', () => {
    expect(idsIn(inChunks([tokens(1, COMMA, 2, 3, 4, 5)], 4, COMMA))).toEqual([
      [1, COMMA],
      [2, 3, 4, 5],
    ]);
    const far = [...tokens(COMMA), ...tokens(...new Array<number>(29).fill(1)), ...tokens(2)];
    expect(idsIn(inChunks([far], 30, COMMA)).map(({ length }) => length)).toEqual([30, 1]);
    // A comma that has no room begins the next one.
    expect(idsIn(inChunks([tokens(1, 2, COMMA, 3)], 2, COMMA))).toEqual([
      [1, 2],
      [COMMA, 3],
    ]);
  });

  it('begin anew at a break, an empty one included', () => {
    expect(idsIn(inChunks([tokens(1), [], tokens(2)], 3, COMMA))).toEqual([[1], [], [2]]);
  });

  it('keep the rows of a learnt word together, where a chunk has room for them', () => {
    const word = { rows: [0, 1], weight: 1.2 };
    expect(inChunks([[...tokens(1, 2), word]], 3, COMMA)).toEqual([
      tokens(1, 2),
      [
        { row: 0, weight: 1.2 },
        { row: 1, weight: 1.2 },
      ],
    ]);
    expect(idsIn(inChunks([[{ rows: [0, 1, 2], weight: 1 }]], 2, COMMA))).toEqual([['row 0', 'row 1'], ['row 2']]);
  });
});

describe('whether there is any', () => {
  it.each([
    'a (red) cloth',
    'a [red] cloth',
    '(red:1)(blue',
    'red BREAK blue',
    '[a|b]',
    '[a:b:3]',
    String.raw`a \(b\)`,
  ])('%s', (prompt) => {
    expect(hasPromptSyntax(prompt)).toBe(true);
  });
  it.each(['', 'a sks african fabric pattern', 'at 10:30', 'a {red} cloth', '<my-fabric>', 'a | b'])(
    'not in %s',
    (prompt) => {
      expect(hasPromptSyntax(prompt)).toBe(false);
    },
  );
});

describe('alternatives', () => {
  it('are chosen by the seed, all of them by some', () => {
    const prompt = 'a {red|blue|} {dress|{big|small} vase}';
    const chosen = Array.from({ length: 200 }, (_, seed) => choosePromptWords(prompt, seed));
    expect(choosePromptWords(prompt, 7)).toBe(chosen[7]);
    expect(new Set(chosen)).toEqual(
      new Set(
        ['red', 'blue', ''].flatMap((colour) =>
          ['dress', 'big vase', 'small vase'].map((thing) => `a ${colour} ${thing}`),
        ),
      ),
    );
    for (const colour of ['red', 'blue']) {
      const share = chosen.filter((text) => text.startsWith(`a ${colour}`)).length / chosen.length;
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.47);
    }
  });

  it('are none without a choice', () => {
    expect(choosePromptWords(String.raw`a {red} \{a|b} {`, 1)).toBe(String.raw`a {red} \{a|b} {`);
    const deep = `${'{'.repeat(5_000)}a|b${'}'.repeat(5_000)}`;
    expect(choosePromptWords(deep, 1).length).toBeGreaterThan(0);
  });
});
