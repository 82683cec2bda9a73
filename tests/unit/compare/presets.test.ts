import { describe, expect, it } from 'vitest';
import { COMPARE_DEFAULTS, readCompare } from '../../../src/features/compare/compareForm.ts';
import { COMPARE_PRESETS, lackingText, presetForm } from '../../../src/features/compare/comparePresets.ts';
import { WITHOUT_ADAPTER } from '../../../src/features/compare/grid/compareAxes.ts';
import { cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import { gridEstimateText, gridSeconds, gridSecondsLeft } from '../../../src/features/compare/grid/compareEstimate.ts';
import type { GridItem } from '../../../src/features/compare/grid/compareLibrary.ts';
import type { GridAxis } from '../../../src/features/compare/grid/gridSettings.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { facts, form, grid, library, timings, withWord } from './gridExamples.ts';

describe('presets', () => {
  const presetOf = (id: string) => {
    const preset = COMPARE_PRESETS.find((candidate) => candidate.id === id);
    if (!preset) throw new Error(id);
    return preset;
  };
  const filled = (id: string, items = library) =>
    readCompare(presetForm(presetOf(id), COMPARE_DEFAULTS, items), 128, items);
  const prompts = (id: string) => {
    const { settings } = filled(id);
    return settings ? cellsOf(settings).map((cell) => cell.settings.prompt) : [];
  };

  it.each([
    ['contexts-word', 9, 2],
    ['contexts-adapter', 9, 2],
    ['guidance', null, 5],
    ['styles', null, 9],
    ['seeds', null, 9],
    ['negative', 3, 4],
    ['nature', null, 6],
    ['methods-contexts', 9, 2],
    ['methods-seeds', 4, 2],
  ])('%s has %s rows and %s columns', (id, rows, columns) => {
    const { settings, errors } = filled(id);
    expect(errors).toEqual({ drawing: {} });
    expect(settings?.columns.values).toHaveLength(columns);
    expect(settings?.rows?.values.length ?? null).toBe(rows);
  });

  it('are all there, and those without an adapter work with an empty library', () => {
    expect(COMPARE_PRESETS).toHaveLength(10);
    for (const { id, needs } of COMPARE_PRESETS) {
      expect(filled(id, []).errors, id).toEqual({ drawing: {} });
      expect(needs.includes('adapter')).toBe(
        ['contexts-adapter', 'forgetting'].includes(id) || id.startsWith('methods'),
      );
    }
  });

  it('finds adapters that were held to their class and that were not, for what they forgot', () => {
    const facts = { bytes: 1, steps: 1, seconds: null };
    const adapter = (id: string, held?: boolean) => ({
      id,
      name: id,
      facts,
      ...(held !== undefined && { heldToClass: held }),
    });
    const columns = (items: ReturnType<typeof adapter>[]) => filled('forgetting', items).settings?.columns.values;
    const all = [adapter('free 2', false), adapter('foreign'), adapter('held', true), adapter('free 1', false)];
    expect(columns(all)).toEqual([null, 'held', 'free 2']);
    expect(columns([adapter('foreign')])).toEqual([null, 'foreign']);
  });

  it('draws with a few-step adapter that is chosen, and takes it for no fabric', () => {
    const few: GridItem = { id: 'lcm', name: 'LCM', facts, fewSteps: true };
    const fabric: GridItem = { id: 'indigo', name: 'Indigo', facts };
    const drawing = { ...COMPARE_DEFAULTS.drawing, adapters: [{ id: 'lcm', weight: 1 }], guidanceScale: '1.5' };
    const quick = presetForm(presetOf('seeds'), { ...COMPARE_DEFAULTS, drawing }, [few, fabric]);
    expect(quick.drawing.adapters.map(({ id }) => id)).toEqual(['indigo', 'lcm']);
    expect(quick.drawing.guidanceScale).toBe('1.5');
    expect(presetForm(presetOf('seeds'), COMPARE_DEFAULTS, [few]).drawing.adapters).toEqual([]);
  });

  it('weighs and ages the adapters of the other axis', () => {
    const base = { base: CREATE_DEFAULTS, adapters: [{ name: 'Indigo', weight: 1 }] };
    const steps: GridAxis = { setting: 'checkpoint', values: [50, 100] };
    const names: GridAxis = { setting: 'adapter', values: ['Kente'] };
    const adapters = (cells: ReturnType<typeof cellsOf>) => cells.map((cell) => cell.adapters);
    expect(adapters(cellsOf({ ...base, columns: steps, rows: null }))).toEqual([
      [{ name: 'Indigo', weight: 1, step: 50 }],
      [{ name: 'Indigo', weight: 1, step: 100 }],
    ]);
    const expected = [50, 100].map((step) => [{ name: 'Kente', weight: 1, step }]);
    expect(adapters(cellsOf({ ...base, columns: names, rows: steps }))).toEqual(expected);
    expect(adapters(cellsOf({ ...base, columns: steps, rows: names }))).toEqual(expected);
  });

  it('put the word into every context, or leave it out and nothing behind', () => {
    const pairs = prompts('contexts-word');
    expect(pairs.slice(2, 4)).toEqual([
      'a beautiful dress made of sks african fabric pattern, fashion photography',
      'a beautiful dress made of african fabric pattern, fashion photography',
    ]);
    for (const [index, prompt] of pairs.entries()) {
      expect(/\bsks\b/.test(prompt), prompt).toBe(index % 2 === 0);
      expect(prompt).not.toMatch(/[{}]| {2}|, ?,/);
    }
    const methods = presetForm(presetOf('methods-contexts'), COMPARE_DEFAULTS, withWord);
    expect(methods.columns.texts.subject).toBe('none\na1\nw3');
    expect(prompts('contexts-adapter')).toEqual(pairs.map((_, index) => pairs[index - (index % 2)]));
  });

  it('say what they lack', () => {
    const lacks = (items: GridItem[]) => lackingText(presetOf('methods-seeds'), items);
    expect([lacks([]), lacks(library), lacks(withWord)]).toEqual(['an adapter and a learnt word', 'a learnt word', '']);
  });

  it('draw with the chosen adapter, else with the newest', () => {
    expect(filled('seeds').settings?.adapters).toEqual([{ name: 'Indigo', weight: 1 }]);
    const chosen = { ...COMPARE_DEFAULTS.drawing, adapters: [{ id: 'b2', weight: 0.5 }] };
    const preset = COMPARE_PRESETS.find(({ id }) => id === 'contexts-adapter');
    const filledForm = preset && presetForm(preset, form({ drawing: chosen }), library);
    expect(filledForm?.columns.texts.adapter).toBe(`b2\n${WITHOUT_ADAPTER}`);
  });

  it('leave steps, sampler and size alone', () => {
    const drawing = { ...COMPARE_DEFAULTS.drawing, samplingSteps: '4', sampler: 'ddim', size: '64', seed: '7' };
    for (const preset of COMPARE_PRESETS) {
      expect(presetForm(preset, form({ drawing }), library).drawing).toMatchObject({
        samplingSteps: '4',
        sampler: 'ddim',
        size: '64',
        seed: '42',
      });
    }
  });
});

describe('the estimate', () => {
  it('adds up all pictures', () => {
    // 6 × (25 × 0.1 s + 0.5 s)
    expect(gridSeconds(cellsOf(grid()), timings)).toBeCloseTo(18, 6);
    expect(gridEstimateText(cellsOf(grid()), timings)).toBe('6 pictures at 25 steps each: about 20 s on this device.');
  });

  it('counts each picture’s own steps and pixels', () => {
    const steps = grid({ columns: { setting: 'samplingSteps', values: [5, 10] }, rows: null });
    expect(gridSeconds(cellsOf(steps), timings)).toBeCloseTo(1 + 1.5, 6);
    expect(gridEstimateText(cellsOf(steps), timings)).toContain('2 pictures at 5 to 10 steps each');
    const sizes = grid({ columns: { setting: 'size', values: [128, 256] }, rows: null });
    expect(gridSeconds(cellsOf(sizes), timings)).toBeCloseTo(3 + 12, 6);
  });

  it('tells the number before the model is loaded', () => {
    const one = cellsOf(grid({ columns: { setting: 'seed', values: [1] }, rows: null }));
    expect(gridEstimateText(one, null)).toMatch(/^1 picture at 25 steps\. The time/);
  });

  it('corrects the rest by what was drawn', () => {
    const cells = cellsOf(grid());
    const parts = { done: cells.slice(0, 2), running: cells.slice(2, 3), rest: cells.slice(3) };
    // Two pictures of 3 s took 12 s; three are left besides the running one.
    expect(gridSecondsLeft(parts, 12, 1, timings)).toBeCloseTo(1 + 3 * 6, 6);
    expect(gridSecondsLeft({ ...parts, done: [] }, 0, null, timings)).toBeCloseTo(3 + 9, 6);
  });
});
