/** What the base model would have drawn in a personalised picture's place. */
import { describe, expect, it } from 'vitest';
import { baseOf, drawnSo } from '../../../src/features/create/base/basePicture.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';

const learnt = { fewSteps: new Set(['lcm']), words: ['sks', '<kente>'] };
const settings = { ...CREATE_DEFAULTS, prompt: 'a dress made of sks african fabric, photograph', seed: 7 };
const woven = { name: 'Woven', weight: 1, id: 'woven' };
const lcm = { name: 'LCM', weight: 1, id: 'lcm' };

describe('the base of a picture', () => {
  it('has no adapter that knows a subject, nor its word, and all else as it was', () => {
    expect(baseOf({ settings, adapters: [woven, lcm] }, learnt)).toEqual({
      settings: { ...settings, prompt: 'a dress made of african fabric, photograph' },
      adapters: [lcm],
    });
  });

  it('leaves no hole where a learnt word stood', () => {
    const worded = { ...settings, prompt: 'a chair, <kente>, oil painting' };
    expect(baseOf({ settings: worded, adapters: [] }, learnt)?.settings.prompt).toBe('a chair, oil painting');
  });

  it('is none where nothing learnt had a part in it', () => {
    expect(baseOf({ settings: { ...settings, prompt: 'a desk' }, adapters: [lcm] }, learnt)).toBeNull();
  });

  it('is found among pictures drawn by the same model with the same settings alone', () => {
    const base = { settings: { ...settings, prompt: 'a dress' }, adapters: [] };
    const { prompt, ...rest } = base.settings;
    const same = { id: 'same', model: 'm', settings: { ...rest, prompt }, adapters: [] };
    const others = [
      { ...same, id: 'seed', settings: { ...base.settings, seed: 8 } },
      { ...same, id: 'model', model: 'n' },
      { ...same, id: 'adapter', adapters: [woven] },
    ];
    expect(drawnSo([...others, same], base, 'm')?.id).toBe('same');
    expect(drawnSo(others, base, 'm')).toBeNull();
  });
});
