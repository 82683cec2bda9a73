import { describe, expect, it } from 'vitest';
import { COMPARE_DEFAULTS, NO_AXIS, readCompare } from '../../../src/features/compare/compareForm.ts';
import { axisText, readAxis } from '../../../src/features/compare/grid/compareAxes.ts';
import { axisLabels, axisNotes, cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import { gridSheet } from '../../../src/features/compare/grid/compareSheet.ts';
import type { GridAxis } from '../../../src/features/compare/grid/gridSettings.ts';
import { compareFields, keptCompareForm } from '../../../src/features/compare/keptCompareForm.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { FormRecord } from '../../../src/session/forms/formRecords.ts';
import { form, grid, guidance, library, read, typed, withWord } from './gridExamples.ts';

describe('the form', () => {
  it('reads into a grid', () => {
    const { settings, errors } = read({ rows: typed('seed', '1, 42') });
    expect(errors).toEqual({ drawing: {} });
    expect(settings).toMatchObject({
      base: { size: 128 },
      columns: { setting: 'guidanceScale', values: [1.5, 3, 7.5, 12, 20] },
      rows: { setting: 'seed', values: [1, 42] },
    });
  });

  it('names the adapters that are still there', () => {
    const drawing = {
      ...COMPARE_DEFAULTS.drawing,
      adapters: [
        { id: 'a1', weight: 0.8 },
        { id: 'gone', weight: 1 },
      ],
    };
    expect(read({ drawing }).settings?.adapters).toEqual([{ name: 'Indigo', weight: 0.8 }]);
  });

  it.each([
    [{ columns: typed('guidanceScale', '30') }, { columns: 'hold “30”, which must be 20 or less' }],
    [{ rows: typed('seed', '') }, { rows: 'must not be empty' }],
    [
      { columns: typed('seed', '1'), rows: typed('seed', '2') },
      { rowsSetting: 'must be another setting than the columns' },
    ],
    [{ columns: typed('adapterWeight', '1') }, { columns: 'need an adapter, and none is chosen' }],
    [{ rows: typed('adapterWeight', '1') }, { rows: 'need an adapter, and none is chosen' }],
    [
      {
        columns: typed('seed', Array.from({ length: 24 }, (_, i) => i).join()),
        rows: typed('guidanceScale', '1 2 3 4 5'),
      },
      { rows: 'make 120 pictures, and 100 is the most' },
    ],
    [{ drawing: { ...COMPARE_DEFAULTS.drawing, seed: '-1' } }, { drawing: { seed: 'must be 0 or more' } }],
    [
      {
        drawing: { ...COMPARE_DEFAULTS.drawing, prompt: 'x'.repeat(1990) },
        columns: typed('style', 'oil\noil painting'),
      },
      { drawing: { prompt: 'is too long with “oil painting”' } },
    ],
  ] as const)('says at its field what is wrong with %j', (change, errors) => {
    expect(read(change)).toEqual({ settings: null, errors: { drawing: {}, ...errors } });
  });

  it('minds no field that an axis has taken the place of', () => {
    const drawing = { ...COMPARE_DEFAULTS.drawing, guidanceScale: 'x', seed: '-1' };
    expect(read({ drawing, rows: typed('seed', '1') }).settings).not.toBeNull();
  });

  it('takes prompt parts on both axes', () => {
    const { settings } = read({ columns: typed('promptPart', 'a'), rows: typed('promptPart', 'b') });
    expect(settings && cellsOf(settings)[0]?.settings.prompt).toBe(`${CREATE_DEFAULTS.prompt}, b, a`);
  });

  it('comes back from its record, whole', () => {
    const edited = form({ rows: typed('seed', '1, '), drawing: { ...COMPARE_DEFAULTS.drawing, seed: 'x' } });
    const { fields } = FormRecord.parse(structuredClone({ id: 'compare', version: 1, fields: compareFields(edited) }));
    expect(keptCompareForm(fields, COMPARE_DEFAULTS)).toEqual(edited);
  });

  it('comes back from another version’s record as far as this one knows it', () => {
    const { 'drawing.seed': _, ...fields } = compareFields(form());
    const strange = {
      ...fields,
      'drawing.eta': '0.5',
      columns: { setting: 'toString', texts: { toString: 'x', seed: '7' } },
      rows: { setting: 'warp', texts: {} },
    };
    const back = keptCompareForm(strange, COMPARE_DEFAULTS);
    expect(back.drawing).toEqual(COMPARE_DEFAULTS.drawing);
    expect(back.columns).toEqual({ setting: 'guidanceScale', texts: { seed: '7' } });
    expect(back.rows.setting).toBe(NO_AXIS);
  });
});

describe('a subject on an axis', () => {
  const text = 'none\na1\nw3\ngone';
  const subject = readAxis('subject', text, withWord).axis;
  if (!subject) throw new Error('the axis cannot be read');
  const subjects = grid({
    base: { ...CREATE_DEFAULTS, prompt: 'a vase with Sks, sksy cloth' },
    columns: subject,
    rows: null,
  });

  it('is read by ids, and comes back as them', () => {
    expect(subject.values.map((value) => (value instanceof Object && 'kind' in value ? value.kind : null))).toEqual([
      'none',
      'adapter',
      'word',
    ]);
    expect(axisText(subject, withWord)).toBe('none\na1\nw3');
    expect(axisText(subject, library)).toBe('none\na1');
  });

  it('stands in the prompt by its own word, with its own adapter and no other', () => {
    const cells = cellsOf({ ...subjects, adapters: [{ name: 'Ochre | bold', weight: 0.5 }] });
    expect(cells.map(({ settings }) => settings.prompt)).toEqual([
      'a vase with, sksy cloth',
      'a vase with sks, sksy cloth',
      'a vase with <kente>, sksy cloth',
    ]);
    expect(cells.map(({ adapters }) => adapters)).toEqual([[], [{ name: 'Indigo', weight: 1 }], []]);
  });

  it('says beside its label what it took, on the sheet too', () => {
    expect(axisLabels(subject)).toEqual(['without', 'Indigo', '<kente>']);
    expect(axisNotes(subject)).toEqual(['', 'LoRA · 300 steps · 1 min 11 s · 68 KB', 'learnt word · 1 step · 3 KB']);
    const drawn = { ...subjects, rows: guidance, model: 'weft-starter' };
    expect(gridSheet(drawn, cellsOf(drawn), []).columnLabels).toEqual([
      'without',
      'Indigo · LoRA · 300 steps · 1 min 11 s · 68 KB',
      '<kente> · learnt word · 1 step · 3 KB',
    ]);
  });

  it('needs the usual word in the prompt, and no axis of adapters beside it', () => {
    const of = (prompt: string, rows = COMPARE_DEFAULTS.rows) =>
      readCompare(
        form({ drawing: { ...COMPARE_DEFAULTS.drawing, prompt }, columns: typed('subject', text), rows }),
        128,
        withWord,
      ).errors;
    expect(of('a sks cloth')).toEqual({ drawing: {} });
    expect(of('a cloth').drawing.prompt).toContain('must hold sks');
    expect(of('a {} cloth', typed('promptPart', 'with | sks\nwithout |')).drawing.prompt).toContain('without');
    expect(of('a sks cloth', typed('adapter', 'none\na1')).rowsSetting).toContain('by itself');
    expect(of('a sks cloth', typed('adapterWeight', '0.5, 1'))).toEqual({ drawing: {} });
  });

  it('may be weighed by the other axis', () => {
    const weights: GridAxis = { setting: 'adapterWeight', values: [0.5] };
    const adapters = (cells: ReturnType<typeof cellsOf>) => cells.map((cell) => cell.adapters);
    const expected = [[], [{ name: 'Indigo', weight: 0.5 }], []];
    expect(adapters(cellsOf({ ...subjects, rows: weights }))).toEqual(expected);
    expect(adapters(cellsOf({ ...subjects, columns: weights, rows: subject }))).toEqual(expected);
  });
});
