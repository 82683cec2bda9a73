/** Forms: text as typed becomes settings, or an error at its field. */
import { describe, expect, it, vi } from 'vitest';
import { InversionSettings, LoraSettings } from '../../../src/contract/training.ts';
import { presetHint } from '../../../src/features/training/form/presetHint.ts';
import {
  INVERSION_DEFAULTS,
  LORA_DEFAULTS,
  SD15_INVERSION_DEFAULTS,
} from '../../../src/features/training/form/trainDefaults.ts';
import {
  INVERSION_PRESETS,
  LORA_PRESETS,
  nearestPreset,
  presetFields,
} from '../../../src/features/training/form/trainPresets.ts';
import { LORA } from '../../../src/features/training/form/trainSettings.ts';
import { draftOf, readDraft } from '../../../src/kit/form/draft.ts';
import { paced } from '../../../src/kit/timing/paced.ts';
import { withFakeTimers } from '../fakeTimers.ts';

const draft = draftOf(LORA_DEFAULTS);
const read = (change: Partial<typeof draft>) => readDraft(LoraSettings, LORA_DEFAULTS, { ...draft, ...change });

describe('readDraft', () => {
  it('reads back the settings a draft was made of', () => {
    expect(read({})).toEqual({ settings: LORA_DEFAULTS, errors: {} });
  });

  it('reads numbers as they are typed', () => {
    expect(read({ learningRate: '1e-4', steps: ' 800 ' }).settings).toMatchObject({ learningRate: 1e-4, steps: 800 });
  });

  it.each([
    ['steps', '0', 'must be 1 or more'],
    ['steps', '5001', 'must be 5000 or less'],
    ['steps', '2.5', 'must be a whole number'],
    ['steps', '', 'must be a number from 1 to 5000'],
    ['rank', '65', 'must be 64 or less'],
    ['adapterName', '  ', 'must not be empty'],
    ['instancePrompt', '', 'must not be empty'],
    ['targets', '', 'must name at least one'],
    ['beta2', '1', 'must be 0.9999 or less'],
  ] as const)('refuses %s “%s”', (field, value, message) => {
    expect(read({ [field]: value })).toEqual({ settings: null, errors: { [field]: message } });
  });

  it('tells of every wrong field at once', () => {
    expect(Object.keys(read({ steps: '0', rank: 'x' }).errors).sort()).toEqual(['rank', 'steps']);
  });
});

describe('presets of a LoRA run', () => {
  const [starter, course] = LORA_PRESETS.presets;
  if (!course) throw new Error('the course’s preset is missing');
  const hint = (typed: typeof own) => presetHint(LORA_PRESETS, typed, LORA);
  const own = { ...draft, adapterName: 'Indigo', instancePrompt: 'a sks cloth' };

  it('fill in settings that go together, and leave the person’s words alone', () => {
    const filled = { ...own, ...presetFields(LORA_PRESETS, course) };
    const settings = readDraft(LoraSettings, LORA_DEFAULTS, filled).settings;
    expect(settings).toMatchObject({ steps: 800, rank: 4, loraAlpha: 32, learningRate: 1e-4, classImages: 100 });
    expect(settings).toMatchObject({ adapterName: 'Indigo', instancePrompt: 'a sks cloth' });
    expect({ ...filled, ...presetFields(LORA_PRESETS, starter), loraAlpha: '8' }).toEqual(own);
  });

  it('are known again, however their numbers are typed', () => {
    const filled = { ...own, ...presetFields(LORA_PRESETS, course), learningRate: '1e-4' };
    expect(nearestPreset(LORA_PRESETS, filled)).toEqual({ preset: course, differences: [] });
    expect(hint(filled)).toMatch(/learning rate 0.0001/);
    expect(hint(filled)).toMatch(/steps 800/);
  });

  it('say in what a form differs from the nearest of them', () => {
    const changed = { ...own, ...presetFields(LORA_PRESETS, course), steps: '900', mirror: 'true' };
    expect(nearestPreset(LORA_PRESETS, changed)).toEqual({ preset: course, differences: ['steps', 'mirror'] });
    expect(hint(changed)).toBe('As “Course (Stable Diffusion 1.5)”, but for steps and learn from mirror images too.');
    // An empty alpha is the rank.
    expect(nearestPreset(LORA_PRESETS, { ...own, loraAlpha: '', rank: '6' })).toEqual({
      preset: starter,
      differences: ['rank', 'loraAlpha'],
    });
  });
});

describe('presets of textual inversion', () => {
  it('fill in the course’s values, and leave the two words alone', () => {
    const [, course] = INVERSION_PRESETS.presets;
    if (!course) throw new Error('the course’s preset is missing');
    const own = { ...draftOf(INVERSION_DEFAULTS), placeholder: '<indigo>', initializer: 'cloth' };
    const filled = { ...own, ...presetFields(INVERSION_PRESETS, course) };
    const { settings } = readDraft(InversionSettings, INVERSION_DEFAULTS, filled);
    expect(settings).toEqual({ ...SD15_INVERSION_DEFAULTS, placeholder: '<indigo>', initializer: 'cloth' });
    expect(settings).toMatchObject({ steps: 3000, learningRate: 5e-4, vectors: 1 });
    expect(nearestPreset(INVERSION_PRESETS, { ...filled, learningRate: '5e-4' }).differences).toEqual([]);
  });
});

describe('paced', () => {
  withFakeTimers();

  it('delivers the first value at once and then the latest, once an interval', () => {
    const seen: number[] = [];
    const pace = paced<number>(100, (value) => seen.push(value));
    for (const value of [1, 2, 3]) pace.offer(value);
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([1, 3]);
    vi.advanceTimersByTime(500);
    expect(seen).toEqual([1, 3]);
    pace.offer(4);
    expect(seen).toEqual([1, 3, 4]);
  });

  it('delivers what waits when flushed, and nothing when dropped', () => {
    const seen: number[] = [];
    const pace = paced<number>(100, (value) => seen.push(value));
    pace.offer(1);
    pace.offer(2);
    pace.flush();
    pace.offer(3);
    pace.drop();
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1, 2]);
  });
});
