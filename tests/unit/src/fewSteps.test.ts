/** Drawing in a few steps: what a press changes in a form, what it takes, and what the adviser says of settings that don’t go with it. */
import { describe, expect, it } from 'vitest';
import { fewStepAdapter, fewStepModel, lcmAlone } from '../../../src/features/advice/rules/fewSteps.ts';
import { isQuick, quickChange, usualChange } from '../../../src/features/drawing/fields/fewSteps.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { pictureSeconds } from '../../../src/features/drawing/settings/pictureEstimate.ts';
import {
  classDrawing,
  defaultSampling,
  framePresets,
  picturePresets,
} from '../../../src/features/drawing/settings/samplingPresets.ts';
import { MORPH_DEFAULTS } from '../../../src/features/morph/morphDefaults.ts';
import { MORPH_FORM, readMorph } from '../../../src/features/morph/morphForm.ts';
import { draftOf } from '../../../src/kit/form/draft.ts';

const few = new Set(['lcm']);
const form = { ...draftOf(CREATE_DEFAULTS), adapters: [{ id: 'indigo', weight: 0.8 }] };

describe('a form', () => {
  it('draws quickly with the few-step adapter beside its own, and as before without', () => {
    const quick = { ...form, ...quickChange(form, 'lcm', picturePresets(null).quick) };
    expect(quick).toMatchObject({ sampler: 'lcm', samplingSteps: '4', guidanceScale: '1.5', prompt: form.prompt });
    expect(quick.adapters).toEqual([...form.adapters, { id: 'lcm', weight: 1 }]);
    expect(isQuick(quick, few)).toBe(true);
    expect(quickChange(quick, 'lcm', picturePresets(null).quick).adapters).toEqual(quick.adapters);
    expect({ ...quick, ...usualChange(quick, few, picturePresets(null).usual) }).toEqual(form);
    expect(isQuick(form, few)).toBe(false);
    expect(isQuick({ ...quick, adapters: [{ id: 'lcm', weight: 0 }] }, few)).toBe(false);
  });

  it('of a film draws without guidance, which halves its steps', () => {
    const timed = { nativeSize: 128, timings: { guidedStepSeconds: 0.1, decodeSeconds: 0 } };
    const { usual, quick } = framePresets(null);
    expect(pictureSeconds({ ...usual, size: 128 }, timed)).toBeCloseTo(MORPH_DEFAULTS.samplingSteps * 0.1, 6);
    expect(pictureSeconds({ ...quick, size: 128 }, timed)).toBeCloseTo(4 * 0.05, 6);
  });

  it('of a film leaves the few-step adapter at its weight while the others’ move', () => {
    const adapters = [
      { id: 'lcm', weight: 0.9 },
      { id: 'indigo', weight: 1 },
    ];
    const moves = { noise: false, prompt: false, weight: true };
    const moving = { ...MORPH_FORM, moves, drawing: { ...MORPH_FORM.drawing, adapters } };
    const weights = readMorph(moving, 128, few).settings?.keyframes.map(({ adapterWeights }) => adapterWeights);
    expect(weights?.slice(0, 3)).toEqual([
      [0.9, 0],
      [0.9, 1],
      [0.9, 0],
    ]);
    const alone = { ...moving, drawing: { ...moving.drawing, adapters: adapters.slice(0, 1) } };
    expect(readMorph(alone, 128, few).errors.moves).toMatch(/no adapter/);
  });
});

describe('a model’s own way', () => {
  it('is that of Create for one of many steps, and few steps for one that was distilled', () => {
    expect(defaultSampling(null)).toEqual({ sampler: 'dpmsolver++', samplingSteps: 25, guidanceScale: 7.5 });
    expect(defaultSampling({ fewSteps: 'turbo' })).toEqual({ sampler: 'euler', samplingSteps: 4, guidanceScale: 1 });
    expect(defaultSampling({ fewSteps: 'lcm' })).toMatchObject({ sampler: 'lcm', samplingSteps: 4 });
    expect(defaultSampling({ fewSteps: 'turbo' }, 12).samplingSteps).toBe(4);
  });

  it('draws class images with the few-step adapter alone, or with none', () => {
    expect(classDrawing(null, 'lcm')).toMatchObject({
      sampler: 'lcm',
      samplingSteps: 4,
      guidanceScale: 1,
      adapters: [{ id: 'lcm', weight: 1 }],
    });
    expect(classDrawing(null, null)).toMatchObject({ sampler: 'dpmsolver++', samplingSteps: 12, adapters: [] });
    expect(classDrawing({ fewSteps: 'turbo' }, null)).toMatchObject({
      sampler: 'euler',
      samplingSteps: 4,
      adapters: [],
    });
  });
});

describe('the adviser', () => {
  const facts = {
    sampler: 'dpmsolver++',
    samplingSteps: 25,
    guidanceScale: 7.5,
    chosen: null,
    model: null,
    toQuick: 'quick',
    toUsual: 'usual',
  } as const;

  it('says nothing of ordinary settings, and of those for few steps', () => {
    for (const rule of [fewStepAdapter, lcmAlone, fewStepModel]) expect(rule(facts)).toBeNull();
    const quick = { ...facts, sampler: 'lcm', samplingSteps: 4, guidanceScale: 1.5, chosen: 'LCM' };
    for (const rule of [fewStepAdapter, lcmAlone, fewStepModel]) expect(rule(quick)).toBeNull();
    const turbo = { ...facts, sampler: 'euler', samplingSteps: 2, guidanceScale: 1, model: 'turbo' } as const;
    expect(fewStepModel(turbo)).toBeNull();
  });

  it('mends what does not go together', () => {
    expect(fewStepAdapter({ ...facts, chosen: 'LCM' })?.lead).toMatchObject({ change: 'quick' });
    expect(fewStepAdapter({ ...facts, sampler: 'lcm', chosen: 'LCM' })?.lead).toMatchObject({ change: 'quick' });
    expect(lcmAlone({ ...facts, sampler: 'lcm' })?.lead).toMatchObject({ change: 'usual' });
    expect(lcmAlone({ ...facts, sampler: 'lcm', model: 'lcm' })).toBeNull();
    expect(fewStepModel({ ...facts, model: 'turbo', samplingSteps: 4 })?.lead).toMatchObject({ change: 'usual' });
    expect(fewStepModel({ ...facts, model: 'lcm', guidanceScale: 1.5 })?.lead).toMatchObject({ change: 'usual' });
  });
});
