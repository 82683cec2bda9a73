/** Marks gathered into sweeps, their figures, and the grid in which they stand. */
import { describe, expect, it } from 'vitest';
import { AdapterOrigin, type SweepMark } from '../../../src/contract/runs/runs.ts';
import { COMPARE_DEFAULTS, readCompare } from '../../../src/features/compare/compareForm.ts';
import { sweepForm } from '../../../src/features/compare/comparePresets.ts';
import { cellNotes } from '../../../src/features/compare/grid/cellNotes.ts';
import { axisText } from '../../../src/features/compare/grid/compareAxes.ts';
import { axisLabels, cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import { gridItems } from '../../../src/features/compare/grid/compareLibrary.ts';
import { GridSettings } from '../../../src/features/compare/grid/gridSettings.ts';
import { trainedOptions } from '../../../src/features/compare/grid/trainedAxis.ts';
import type { LibraryItem } from '../../../src/features/library/libraryState.ts';
import { markOf, markText, sweepsOf } from '../../../src/features/library/sweeps/sweepMarks.ts';
import { lossOf, resultText } from '../../../src/features/library/sweeps/sweepResults.ts';
import { adapter, embedding } from '../library/libraryInNode.ts';

const loss = (step: number, instance: number) => ({ step, instance, prior: null });
const trained = (sweep?: SweepMark, change = {}) => ({
  kind: 'trained' as const,
  settings: { instancePrompt: 'a sks cloth' },
  losses: Array.from({ length: 20 }, (_, index) => loss(index + 1, index < 18 ? 9 : index)),
  stepsDone: 20,
  stopped: false,
  ...(sweep && { sweep }),
  ...change,
});
const mark = (...values: SweepMark['values']): SweepMark => ({ id: 's', name: 'Indigo', values });
const ranked = (rank: number, rate: number) =>
  mark({ setting: 'rank', value: rank }, { setting: 'learningRate', value: rate });
const run = (id: string, sweep: SweepMark): LibraryItem => adapter(id, { name: id, origin: trained(sweep) });
const four = [
  run('d', ranked(8, 0.002)),
  run('a', ranked(4, 0.001)),
  run('b', ranked(4, 0.002)),
  run('c', ranked(8, 0.001)),
];
const found = (items: readonly LibraryItem[]) => sweepsOf(items, markOf);

describe('marks', () => {
  it('make a sweep again, with its axes and its runs in the order of their values', () => {
    const [sweep, ...others] = found([...four, adapter('other')]);
    expect(others).toEqual([]);
    expect(sweep).toMatchObject({ id: 's', name: 'Indigo' });
    expect(sweep?.axes).toEqual([
      { setting: 'rank', values: [4, 8] },
      { setting: 'learningRate', values: [0.001, 0.002] },
    ]);
    expect(sweep?.runs.map(({ of }) => of.id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are told in the form’s words', () => {
    expect(markText(ranked(4, 0.001))).toBe('rank 4, learning rate 0.001');
    const others = mark(
      { setting: 'mirror', value: true },
      { setting: 'targets', value: ['attention', 'text-encoder'] },
      { setting: 'loraAlpha', value: 2 },
      { setting: 'resolution', value: 0 },
      { setting: 'of another version', value: 'x' },
    );
    expect(markText(others)).toBe(
      'learn from mirror images too on, layers that learn Attention + Text encoder, LoRA alpha 2, resolution As the model was trained, of another version x',
    );
  });

  it('that can’t be read leave the adapter without one', () => {
    const origin = AdapterOrigin.parse({ ...trained(), sweep: { id: '', values: 'none' } });
    expect(origin).toMatchObject({ kind: 'trained', stepsDone: 20 });
    expect(origin.kind === 'trained' && origin.sweep).toBeFalsy();
    expect(AdapterOrigin.parse(trained(ranked(4, 0.1)))).toMatchObject({ sweep: ranked(4, 0.1) });
  });
});

describe('figures', () => {
  it('are the evaluation loss, or the mean over the last tenth of the steps', () => {
    expect(lossOf(trained())).toEqual({ value: 18.5, kind: 'mean', heldOut: null });
    const evaluations = [{ step: 20, trained: 0.25, heldOut: 0.5 }];
    expect(lossOf(trained(undefined, { evaluations }))).toEqual({ value: 0.25, kind: 'steady', heldOut: 0.5 });
    expect(lossOf(trained(undefined, { losses: [loss(1, Number.NaN)] }))).toBeNull();
    expect(resultText({ origin: trained(undefined, { evaluations }) })).toBe('steady loss 0.250 · held out 0.500');
  });
});

describe('a grid of a sweep', () => {
  const sweepOf = (items: readonly LibraryItem[]) => {
    const [sweep] = found(items);
    if (!sweep) throw new Error('no sweep');
    return sweep;
  };
  const gridOf = (items: readonly LibraryItem[]) => {
    const library = gridItems(items);
    return readCompare(sweepForm(COMPARE_DEFAULTS, sweepOf(items)), 128, library);
  };

  it('has a picture for each run at the place of its values, from one prompt and seed', () => {
    const { settings, errors } = gridOf(four);
    expect(errors).toEqual({ drawing: {} });
    if (!settings) throw new Error('no grid');
    expect(GridSettings.parse(settings)).toEqual(settings);
    expect(axisLabels(settings.columns)).toEqual(['rank 4', 'rank 8']);
    expect(settings.rows && axisLabels(settings.rows)).toEqual(['learning rate 0.001', 'learning rate 0.002']);
    const cells = cellsOf(settings);
    expect(cells.map(({ adapters }) => adapters.map(({ name, id }) => [name, id]))).toEqual([
      [['a', 'a']],
      [['c', 'c']],
      [['b', 'b']],
      [['d', 'd']],
    ]);
    expect(new Set(cells.map(({ settings: { seed, prompt } }) => `${seed} ${prompt}`)).size).toBe(1);
    expect(cells[0]).toMatchObject({ label: 'learning rate 0.001, rank 4', settings: { prompt: 'a sks cloth' } });
    expect(axisText(settings.columns, gridItems(four))).toBe('s rank');
  });

  it('leaves a place empty where a run is not there, and draws nothing for it', () => {
    const { settings } = gridOf(four.filter(({ id }) => id !== 'd'));
    if (!settings) throw new Error('no grid');
    const cells = cellsOf(settings);
    expect(cells.map(({ absent = false }) => absent)).toEqual([false, false, false, true]);
    const items = four.filter((item) => item.method === 'lora');
    expect(cellNotes(settings, cells, { adapters: items, embeddings: [] })).toEqual([
      'loss 18.500',
      'loss 18.500',
      'loss 18.500',
      'no run in the library',
    ]);
  });

  it('of words puts each run’s own word into the prompt', () => {
    const items = [1, 2].map((vectors) =>
      embedding(`w${vectors}`, { origin: trained(mark({ setting: 'vectors', value: vectors })) }),
    );
    const { settings } = gridOf(items);
    if (!settings) throw new Error('no grid');
    expect(cellsOf(settings).map((cell) => cell.settings.prompt)).toEqual(['a <w1>', 'a <w2>']);
    expect(cellsOf(settings).map(({ subject }) => subject?.kind)).toEqual(['word', 'word']);
  });

  it('has a column for each adapter where more than two settings differ', () => {
    const three = four.map((item, index) => {
      const values = markOf(item)?.values ?? [];
      return run(item.id, mark(...values, { setting: 'seed', value: index }));
    });
    expect(gridOf(three).settings?.columns).toMatchObject({ setting: 'adapter', values: ['a', 'b', 'c', 'd'] });
  });

  it('says what is wrong where a run would have no place of its own', () => {
    const library = gridItems(four);
    const form = sweepForm(COMPARE_DEFAULTS, sweepOf(four));
    expect(readCompare({ ...form, rows: { setting: 'none', texts: {} } }, 128, library).errors.rowsSetting).toContain(
      'must be the other setting of the same sweep',
    );
    expect(readCompare({ ...form, rows: form.columns }, 128, library).errors.rowsSetting).toBe(
      'must be another setting than the columns',
    );
    expect(readCompare(form, 128, []).errors.columns).toContain('must be of a sweep');
    expect(trainedOptions(library)).toEqual([
      { value: 's rank', name: '“Indigo”: Rank' },
      { value: 's learningRate', name: '“Indigo”: Learning rate' },
    ]);
  });
});
