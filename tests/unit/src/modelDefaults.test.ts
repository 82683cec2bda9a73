/** The training form follows the model, and never what a person typed. */
import { describe, expect, it } from 'vitest';
import {
  INVERSION_DEFAULTS,
  LORA_DEFAULTS,
  SD15_LORA_DEFAULTS,
} from '../../../src/features/training/form/trainDefaults.ts';
import { followModel } from '../../../src/features/training/modelDefaults.ts';
import { draftOf } from '../../../src/kit/form/draft.ts';

const large = { parameters: 1.07e9 };
const small = { parameters: 16e6 };
const form = { lora: { ...draftOf(LORA_DEFAULTS), loraAlpha: '' }, inversion: draftOf(INVERSION_DEFAULTS) };

describe('the training form', () => {
  it('takes the course’s settings on a large model, and the starter’s again on the starter', () => {
    const { lora } = followModel(form, large);
    expect(lora).toMatchObject({ steps: '800', learningRate: '0.0001', classImages: '100', minSnrGamma: '0' });
    expect(followModel({ ...form, lora: { ...form.lora, ...lora } }, small).lora).toMatchObject({
      steps: '500',
      minSnrGamma: '0.2',
    });
  });

  it('keeps the fabric’s name and prompts', () => {
    const named = { ...form, lora: { ...form.lora, adapterName: 'Kente', instancePrompt: 'a sks kente' } };
    expect({ ...named.lora, ...followModel(named, large).lora }).toMatchObject({
      adapterName: 'Kente',
      instancePrompt: 'a sks kente',
      steps: String(SD15_LORA_DEFAULTS.steps),
    });
  });

  it('stays where one setting was changed', () => {
    const own = { ...form, lora: { ...form.lora, steps: '301' } };
    expect(followModel(own, large).lora).toEqual({});
    expect(followModel(own, large).inversion).toMatchObject({ steps: '3000' });
  });
});
