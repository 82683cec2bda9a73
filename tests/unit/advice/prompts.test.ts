/** What the adviser says of prompts, and how it mends them. */
import { describe, expect, it } from 'vitest';
import {
  missingAdapter,
  missingWord,
  type SubjectFacts,
} from '../../../src/features/advice/rules/prompts/subjectWord.ts';
import { trainingPrompts } from '../../../src/features/advice/rules/prompts/trainingPrompts.ts';
import { unknownWord } from '../../../src/features/advice/rules/prompts/unknownWord.ts';
import { rareWord, withWord, wordsOf } from '../../../src/features/drawing/settings/promptWords.ts';

const LEARNT_IN = 'a sks african fabric pattern';
const adapter = { id: 'a', name: 'My fabric', word: 'sks', learntIn: LEARNT_IN };
const foreign = { id: 'f', name: 'Foreign', word: null, learntIn: '' };
const facts = (prompt: string, change: Partial<SubjectFacts> = {}): SubjectFacts => ({
  prompts: [prompt],
  prompt,
  chosen: [{ ...adapter, weight: 1 }],
  choices: [],
  library: [adapter],
  adaptersVary: false,
  ...change,
});

describe('words of a prompt', () => {
  it('leave learnt words whole', () =>
    expect(wordsOf('A vase, in <African-Fabric> (sks)!')).toEqual(['a', 'vase', 'in', '<african-fabric>', 'sks']));

  it.each([
    [LEARNT_IN, 'a fabric pattern', 'sks'],
    ['a photo of ohwx cloth', 'a photo of cloth', 'ohwx'],
    ['a fabric pattern', 'a fabric pattern', null],
    ['a photo of sks cloth', 'a fabric pattern', 'sks'],
    ['a photo of ohwx cloth', 'a fabric pattern', null],
  ])('of “%s” beside “%s”: the rare one is %s', (instance, common, word) =>
    expect(rareWord(instance, common, 'sks')).toBe(word),
  );

  it.each([
    ['a dress made of african fabric', 'a dress made of sks african fabric'],
    ['a dress made of fabric, watercolor', 'a dress made of sks fabric, watercolor'],
    ['a red vase', 'a red vase, sks african fabric pattern'],
    ['', 'a sks african fabric pattern'],
    // Not within a word.
    ['a fabrication', 'a fabrication, sks african fabric pattern'],
  ])('“%s” is mended to “%s”', (prompt, mended) => expect(withWord(prompt, 'sks', LEARNT_IN)).toBe(mended));
});

describe('an adapter and its word', () => {
  it('belong together: the word is missing', () => {
    expect(missingWord(facts('a dress of fabric'))).toMatchObject({
      id: 'missing-word:a',
      lead: { kind: 'change', text: 'Add sks to the prompt', change: { prompt: 'a dress of sks fabric' } },
    });
    expect(missingWord(facts('a dress of SKS fabric'))).toBeNull();
    expect(missingWord(facts('asks for fabric'))).not.toBeNull();
  });

  it('are not asked for where another text brings the word, the adapter is turned off, or its word is not known', () => {
    expect(missingWord(facts('a dress', { prompts: ['a dress', 'of sks fabric'] }))).toBeNull();
    expect(missingWord(facts('a dress', { chosen: [{ ...adapter, weight: 0 }] }))).toBeNull();
    expect(missingWord(facts('a dress', { chosen: [{ ...foreign, weight: 1 }] }))).toBeNull();
  });

  it('belong together: the adapter is missing', () => {
    const none = { chosen: [] };
    expect(missingAdapter(facts('a sks dress', none))).toMatchObject({
      id: 'missing-adapter:sks',
      lead: { text: 'Draw with “My fabric”', change: { adapters: [{ id: 'a', weight: 1 }] } },
    });
    expect(missingAdapter(facts('a dress', none))).toBeNull();
    expect(missingAdapter(facts('a sks dress'))).toBeNull();
    expect(missingAdapter(facts('a sks dress', { chosen: [], library: [] }))).toBeNull();
    expect(missingAdapter(facts('a sks dress', { chosen: [], adaptersVary: true }))).toBeNull();
    // A foreign adapter may well have learnt the same word.
    expect(missingAdapter(facts('a sks dress', { chosen: [{ ...foreign, weight: 1 }] }))).toBeNull();
  });

  it('knows learnt words from those that nobody learnt', () => {
    expect(unknownWord(['a <kente> vase'], ['<Kente>'])).toBeNull();
    expect(unknownWord(['a vase'], [])).toBeNull();
    expect(unknownWord(['a <kente> vase'], ['<wax>'])).toMatchObject({ id: 'unknown-word:<kente>' });
  });

  it.each([
    ['a vase <lora:kente:0.8>', ['a', 'vase']],
    ['a vase <lora:my kente:1:0.5>, red', ['a', 'vase', 'red']],
    ['<hypernet:cloth:1> a vase', ['a', 'vase']],
    ['a (sks:1.2) vase', ['a', 'sks', 'vase']],
    ['a ((red)) [blue] vase', ['a', 'red', 'blue', 'vase']],
    ['a (sks fabric : .5) vase', ['a', 'sks', 'fabric', 'vase']],
    ['a [red:blue:0.5] vase', ['a', 'red', 'blue', 'vase']],
    ['a [red:12] vase, [::3]', ['a', 'red', 'vase']],
    ['a [red|blue] vase', ['a', 'red', 'blue', 'vase']],
    ['a vase BREAK a table', ['a', 'vase', 'a', 'table']],
    ['breakfast, a break, UNBREAKABLE', ['breakfast', 'a', 'break', 'unbreakable']],
    ['a <kente> vase at 10:30', ['a', '<kente>', 'vase', 'at', '10', '30']],
  ])('takes no syntax of other programs for a word: %s', (prompt, words) => {
    expect(wordsOf(prompt)).toEqual(words);
    expect(unknownWord([prompt], ['<kente>'])).toBeNull();
  });

  it('knows the subject in a run’s prompt by its word, whatever weight it has', () => {
    expect(rareWord('a (ankara:1.2) fabric BREAK <lora:x:1>', 'a fabric', 'sks')).toBe('ankara');
  });
});

describe('the prompts of a run', () => {
  const usual = { word: 'sks', prompt: LEARNT_IN };
  const advice = (instancePrompt: string, classPrompt = 'a fabric pattern') =>
    trainingPrompts({ instancePrompt, classPrompt }, usual);

  it('need a rare word', () => {
    expect(advice('a fabric pattern')).toMatchObject({
      id: 'no-rare-word',
      lead: { change: { instancePrompt: 'a sks fabric pattern' } },
    });
    expect(advice('an african fabric pattern')).toMatchObject({ id: 'no-rare-word' });
    expect(advice(LEARNT_IN)).toBeNull();
    expect(advice('an ohwx fabric')).toBeNull();
    expect(advice('')).toBeNull();
  });

  it('keep it out of the class prompt', () =>
    expect(advice(LEARNT_IN, 'a sks fabric pattern')).toMatchObject({
      id: 'rare-word-in-class',
      lead: { change: { classPrompt: 'a fabric pattern' } },
    }));
});
