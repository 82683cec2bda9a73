/** The training form follows the words of the open dataset, and leaves what its person typed. */
import { describe, expect, it } from 'vitest';
import { followedWords, followWords, wordsOfPrompts } from '../../../src/features/training/form/datasetWords.ts';
import { type DatasetWords, useTrainForm } from '../../../src/features/training/form/trainForm.ts';

const first: DatasetWords = { name: 'My fabric', subjectWord: 'sks', classWord: 'fabric pattern' };
const linen: DatasetWords = { name: 'Old linen', subjectWord: 'zwx', classWord: 'linen weave' };
const { lora, inversion } = useTrainForm.getInitialState();

describe('a form that stands at its first words', () => {
  it('says those of another dataset, and its own again', () => {
    const there = followWords({ lora, inversion }, first, linen, first);
    expect(there).toEqual({
      lora: { adapterName: 'Old linen', instancePrompt: 'a zwx linen weave', classPrompt: 'a linen weave' },
      inversion: { adapterName: 'Old linen', placeholder: '<old-linen>', initializer: 'weave' },
    });
    const now = { lora: { ...lora, ...there.lora }, inversion: { ...inversion, ...there.inversion } };
    expect(followWords(now, linen, first, first).lora).toEqual({
      adapterName: 'My fabric',
      instancePrompt: 'a sks african fabric pattern',
      classPrompt: 'a fabric pattern',
    });
  });

  it('is not changed by a dataset that says the same', () => {
    const { adapterName, instancePrompt, classPrompt } = lora;
    expect(followWords({ lora, inversion }, first, first, first)).toEqual({
      lora: { adapterName, instancePrompt, classPrompt },
      inversion: {
        adapterName: inversion.adapterName,
        placeholder: inversion.placeholder,
        initializer: inversion.initializer,
      },
    });
  });
});

describe('a form with prompts of a person’s own', () => {
  it('has the words exchanged where they stand, and keeps the rest', () => {
    const typed = {
      lora: {
        ...lora,
        adapterName: 'Mine',
        instancePrompt: 'close-up of SKS (fabric pattern), sksy',
        classPrompt: 'cloth',
      },
      inversion: { ...inversion, adapterName: 'Word', placeholder: '<mine>', initializer: 'cloth' },
    };
    expect(followWords(typed, first, linen, first)).toEqual({
      lora: { adapterName: 'Mine', instancePrompt: 'close-up of zwx (linen weave), sksy', classPrompt: 'cloth' },
      inversion: { adapterName: 'Word', placeholder: '<mine>', initializer: 'cloth' },
    });
  });

  it('takes a word of any sign as it is', () => {
    const odd = { ...linen, subjectWord: '$& (x' };
    const typed = { lora: { ...lora, instancePrompt: 'my sks' }, inversion };
    const there = followWords(typed, first, odd, first).lora.instancePrompt ?? '';
    expect(there).toBe('my $& (x');
    const back = followWords({ lora: { ...lora, instancePrompt: there }, inversion }, odd, first, first);
    expect(back.lora.instancePrompt).toBe('my sks');
  });
});

it('an empty word is not looked for', () => {
  const empty = { ...linen, subjectWord: ' ', classWord: '' };
  expect(followedWords(first, empty)).toEqual({ ...first, name: 'Old linen' });
});

describe('the form of an earlier version', () => {
  it('tells the words of its only subject', () => {
    const prompts = { instancePrompt: 'a photo of zwx linen', classPrompt: 'a photo of a linen' };
    expect(wordsOfPrompts(prompts, 'zwx')).toEqual({ subjectWord: 'zwx', classWord: 'linen' });
    expect(wordsOfPrompts(prompts, null)).toBeNull();
    expect(wordsOfPrompts({ ...prompts, classPrompt: ' ' }, 'zwx')).toBeNull();
  });
});
