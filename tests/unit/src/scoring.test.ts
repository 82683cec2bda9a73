/** What a measurement of scores draws, and the texts that pictures are judged by. */
import { expect, it } from 'vitest';
import type { AdapterOrigin } from '../../../src/contract/runs/runs.ts';
import type { LibraryItem } from '../../../src/features/library/libraryState.ts';
import { scoredSubjects } from '../../../src/features/library/scores/scoredSubjects.ts';
import { protocolText, scoreRows } from '../../../src/features/library/scores/scoreTexts.ts';

const about = { id: '1', name: 'Indigo', createdAt: 1, file: null };
const adapter = { baseModel: '', rank: 1, loraAlpha: 1, modules: [], bytes: 0 };

function trainedIn(instancePrompt: string, classPrompt: string): LibraryItem {
  const settings = { instancePrompt, classPrompt };
  const origin: AdapterOrigin = { kind: 'trained', settings, losses: [], stepsDone: 1, stopped: false };
  return { ...about, method: 'lora', adapter, fewSteps: false, origin };
}

const word: LibraryItem = {
  ...about,
  method: 'embedding',
  embedding: { baseModel: '', token: '<indigo>', width: 1, vectors: Float32Array.of(1) },
  origin: { kind: 'foreign', metadata: {} },
};

it.each([
  ['the usual word', trainedIn('a sks african fabric pattern', 'a fabric pattern'), 'sks'],
  ['a word of the run’s own', trainedIn('a qqz cloth', 'a cloth'), 'qqz'],
  ['a learnt word', word, '<indigo>'],
])('%s stands in every prompt, and in no text that pictures are judged by', (_, item, subject) => {
  const { prompts, seeds } = scoredSubjects(item, '2');
  expect(prompts).toHaveLength(9);
  expect(seeds).toEqual([2001, 2002]);
  for (const { prompt, judged } of prompts) {
    expect(prompt.split(' ')).toContain(subject);
    expect(judged).not.toContain(subject);
    expect(judged).toBe(prompt.replace(`${subject} `, ''));
    expect(judged).not.toMatch(/ {2}|[{}]/);
  }
});

it('tells the figures, what photographs reach among themselves, and how they were measured', () => {
  const scores = { dino: -0.12345, clipI: 0.5, clipT: 0.25, real: null };
  expect(scoreRows(scores).map(({ value, among }) => [value, among])).toEqual([
    ['−0.123', '–'],
    ['0.500', '–'],
    ['0.250', '–'],
  ]);
  expect(scoreRows({ ...scores, real: { dino: 0.9, clipI: 0.8 } })[0]?.among).toBe('0.900');
  const protocol = {
    model: 'weft-starter',
    prompts: ['a', 'b'],
    seeds: [2001],
    sampler: 'lcm',
    samplingSteps: 4,
    guidanceScale: 1.5,
    size: 128,
    photographs: 10,
  } as const;
  const text = protocolText({ scores, measuredAt: 0, protocol: { ...protocol, prompts: ['a', 'b'], seeds: [2001] } });
  expect(text).toContain('2 pictures of 2 prompts; seed 2001; LCM, 4 steps, guidance 1.5, 128 px, weft-starter');
  expect(text).toContain('10 photographs');
});
