/** Compare's pure parts: axes as typed, prompts with parts, cells, presets, estimates, and settings inside a PNG. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLERS } from '../../../src/contract/drawing.ts';
import {
  COMPARE_DEFAULTS,
  type CompareForm,
  formOf,
  formRecord,
  keptForm,
  NO_AXIS,
  readCompare,
} from '../../../src/features/compare/compareForm.ts';
import { COMPARE_PRESETS, lackingText, presetForm } from '../../../src/features/compare/comparePresets.ts';
import { CompareRecord } from '../../../src/features/compare/compareRecords.ts';
import { gridFileName, gridPngText, readGridText } from '../../../src/features/compare/compareText.ts';
import {
  AXES,
  AXIS_SETTINGS,
  axisText,
  readAxis,
  WITHOUT_ADAPTER,
} from '../../../src/features/compare/grid/compareAxes.ts';
import { axisLabels, axisNotes, cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import { gridEstimateText, gridSeconds, gridSecondsLeft } from '../../../src/features/compare/grid/compareEstimate.ts';
import type { GridItem } from '../../../src/features/compare/grid/compareLibrary.ts';
import { gridSheet, gridTitle, pageColumns, sharedLine } from '../../../src/features/compare/grid/compareSheet.ts';
import {
  type AxisSetting,
  DrawnGrid,
  type GridAxis,
  type GridSettings,
} from '../../../src/features/compare/grid/gridSettings.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { weavePrompt } from '../../../src/features/drawing/settings/weavePrompt.ts';

const facts = { bytes: 68_000, steps: 300, seconds: 71 };
const library: GridItem[] = [
  { id: 'a1', name: 'Indigo', facts },
  { id: 'b2', name: 'Ochre | bold', facts },
];
/** With a word that bears an adapter's name. */
const withWord: GridItem[] = [
  ...library,
  { id: 'w3', name: 'Indigo', token: '<kente>', facts: { bytes: 3072, steps: 1, seconds: null } },
];
const timings = { nativeSize: 128, timings: { guidedStepSeconds: 0.1, decodeSeconds: 0.5 } };

const guidance: GridAxis = { setting: 'guidanceScale', values: [1.5, 7.5] };
const seeds: GridAxis = { setting: 'seed', values: [1, 42, 100] };
const grid = (change: Partial<GridSettings> = {}): GridSettings => ({
  base: CREATE_DEFAULTS,
  adapters: [],
  columns: seeds,
  rows: guidance,
  ...change,
});

const form = (change: Partial<CompareForm> = {}): CompareForm => ({ ...COMPARE_DEFAULTS, ...change });
const typed = (setting: AxisSetting, text: string) => ({ setting, texts: { [setting]: text } });
const read = (change: Partial<CompareForm>) => readCompare(form(change), 128, library);

describe('weavePrompt', () => {
  it.each([
    ['a dress', [], 'a dress'],
    ['a  dress ,  red', [], 'a  dress ,  red'],
    ['a dress', ['oil painting'], 'a dress, oil painting'],
    ['a {} dress', ['red'], 'a red dress'],
    ['a {} dress in {}', ['red', 'oil'], 'a red dress in oil'],
    ['a {} dress', ['red', 'oil'], 'a red dress, oil'],
    ['a {} dress', [''], 'a dress'],
    ['a dress, {}', [''], 'a dress'],
    ['{}, a dress', [''], 'a dress'],
    ['a {} dress', [], 'a dress'],
    ['{}', ['sks', 'a vase with {} cloth'], 'a vase with sks cloth'],
    ['{}', ['a vase with {} cloth', ''], 'a vase with cloth'],
    ['a {} dress', ['$& $1'], 'a $& $1 dress'],
    ['', ['oil painting'], 'oil painting'],
  ])('makes of “%s” and %j “%s”', (prompt, parts, woven) => expect(weavePrompt(prompt, parts)).toBe(woven));
});

describe('an axis as typed', () => {
  it.each([
    ['guidanceScale', '1.5, 3;7.5 12\n20', [1.5, 3, 7.5, 12, 20]],
    ['seed', AXES.seed.usual, [1, 42, 100, 256, 512, 777, 999, 1234, 2048]],
    ['guidanceScale', AXES.guidanceScale.usual, [1.5, 3, 7.5, 12, 20]],
    ['sampler', SAMPLERS.join('\n'), SAMPLERS],
    ['size', '128\n64', [128, 64]],
    ['adapter', `a1\n${WITHOUT_ADAPTER}\ngone`, ['Indigo', null]],
    [
      'negativePrompt',
      'none |\nblurry',
      [
        { name: 'none', text: '' },
        { name: 'blurry', text: 'blurry' },
      ],
    ],
    [
      'promptPart',
      ' red | a red dress \n\n blue',
      [
        { name: 'red', text: 'a red dress' },
        { name: 'blue', text: 'blue' },
      ],
    ],
  ] as const)('reads %s “%s”', (setting, text, values) => {
    expect(readAxis(setting, text, library)).toEqual({ axis: { setting, values }, error: null });
  });

  it.each([
    ['guidanceScale', '3, 25', 'hold “25”, which must be 20 or less'],
    ['guidanceScale', '3, x', 'hold “x”, which must be a number from 1 to 20'],
    ['seed', '1.5', 'hold “1.5”, which must be a whole number'],
    ['samplingSteps', '0', 'hold “0”, which must be 1 or more'],
    ['seed', '42, 1, 042', 'hold “042” twice'],
    ['seed', ' , ', 'must not be empty'],
    ['adapter', 'gone', 'must not be empty'],
    ['style', '| no name', 'hold “| no name”, which must have a name'],
    ['seed', Array.from({ length: 25 }, (_, i) => i).join(), 'must be 24 or fewer'],
    ['sampler', 'warp', /^hold “warp”, which /],
  ] as const)('refuses %s “%s”', (setting, text, error) => {
    const reading = readAxis(setting, text, library);
    expect(reading.axis).toBeNull();
    expect(reading.error).toMatch(error);
  });

  it('has usual values that can be read, whatever is varied', () => {
    // What these can vary depends on the library.
    const depending = ['adapter', 'subject', 'checkpoint'];
    for (const setting of AXIS_SETTINGS.filter((name) => !depending.includes(name))) {
      expect(readAxis(setting, AXES[setting].usual, library).error, setting).toBeNull();
    }
    expect(readAxis('style', AXES.style.usual, []).axis?.values).toHaveLength(9);
  });

  it('comes back from its own text', () => {
    for (const setting of AXIS_SETTINGS) {
      const text = setting === 'checkpoint' ? '50\n100' : AXES[setting].usual || 'none\nb2';
      const { axis } = readAxis(setting, text, withWord);
      if (!axis) throw new Error(setting);
      expect(readAxis(setting, axisText(axis, library), library).axis).toEqual(axis);
    }
  });
});

describe('cells', () => {
  it('go row by row, each with its own settings and the shared ones', () => {
    const cells = cellsOf(grid());
    expect(cells).toHaveLength(6);
    expect(cells.map(({ row, column }) => [row, column])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(cells[4]).toMatchObject({
      label: 'guidance 7.5, seed 42',
      settings: { ...CREATE_DEFAULTS, guidanceScale: 7.5, seed: 42 },
      adapters: [],
    });
  });

  it('follow one another where there are no rows', () => {
    const cells = cellsOf(grid({ rows: null }));
    expect(cells.map(({ row, column, label }) => [row, column, label])).toEqual([
      [0, 0, 'seed 1'],
      [0, 1, 'seed 42'],
      [0, 2, 'seed 100'],
    ]);
  });

  it('vary every setting', () => {
    const only = (axis: GridAxis, adapters: GridSettings['adapters'] = []) => {
      const [cell] = cellsOf(grid({ columns: axis, rows: null, adapters }));
      if (!cell) throw new Error('no cell');
      return cell;
    };
    const part = { name: 'oil', text: 'oil painting' };
    expect(only({ setting: 'samplingSteps', values: [1] })).toMatchObject({
      settings: { samplingSteps: 1 },
      label: '1 step',
    });
    expect(only({ setting: 'sampler', values: ['ddim'] })).toMatchObject({
      settings: { sampler: 'ddim' },
      label: 'DDIM',
    });
    expect(only({ setting: 'size', values: [64] })).toMatchObject({ settings: { size: 64 }, label: '64 px' });
    expect(only({ setting: 'style', values: [part] }).settings.prompt).toBe(`${CREATE_DEFAULTS.prompt}, oil painting`);
    expect(only({ setting: 'promptPart', values: [part] }).label).toBe('oil');
    expect(only({ setting: 'negativePrompt', values: [part] }).settings.negativePrompt).toBe('oil painting');
    expect(only({ setting: 'adapter', values: ['Indigo'] }).adapters).toEqual([{ name: 'Indigo', weight: 1 }]);
    expect(only({ setting: 'adapter', values: [null] }, [{ name: 'Indigo', weight: 1 }]).adapters).toEqual([]);
    expect(only({ setting: 'adapterWeight', values: [0.5] }, [{ name: 'Indigo', weight: 1 }]).adapters).toEqual([
      { name: 'Indigo', weight: 0.5 },
    ]);
  });

  it('leave a few-step adapter as it is, whatever they do to the others', () => {
    const adapters = [{ name: 'LCM', weight: 1, fewSteps: true } as const, { name: 'Indigo', weight: 1 }];
    const lcm = { name: 'LCM', weight: 1 };
    const facts = { bytes: 1, steps: null, seconds: null };
    const named = (columns: GridAxis) => cellsOf(grid({ columns, rows: null, adapters }))[0]?.adapters;
    expect(named({ setting: 'adapterWeight', values: [0.5] })).toEqual([lcm, { name: 'Indigo', weight: 0.5 }]);
    expect(named({ setting: 'checkpoint', values: [50] })).toEqual([lcm, { name: 'Indigo', weight: 1, step: 50 }]);
    expect(named({ setting: 'adapter', values: ['Kente'] })).toEqual([{ name: 'Kente', weight: 1 }, lcm]);
    expect(named({ setting: 'subject', values: [{ kind: 'word', name: 'w', token: '<w>', facts }] })).toEqual([lcm]);
  });

  it('weigh the adapter of the other axis, whichever of the two comes first', () => {
    const weights: GridAxis = { setting: 'adapterWeight', values: [0.5] };
    const adapters: GridAxis = { setting: 'adapter', values: ['Indigo'] };
    const weighed = [{ name: 'Indigo', weight: 0.5 }];
    expect(cellsOf(grid({ columns: weights, rows: adapters }))[0]?.adapters).toEqual(weighed);
    expect(cellsOf(grid({ columns: adapters, rows: weights }))[0]?.adapters).toEqual(weighed);
  });
});

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
    const record = CompareRecord.parse(structuredClone(formRecord(edited)));
    expect(record.kind === 'form' && keptForm(record)).toEqual(edited);
  });

  it('comes back from another version’s record as far as this one knows it', () => {
    const record = formRecord(form());
    const { seed: _, ...drawing } = record.drawing;
    const strange = {
      ...record,
      drawing: { ...drawing, eta: '0.5' },
      columns: { setting: 'toString', texts: { toString: 'x', seed: '7' } },
      rows: { setting: 'warp', texts: {} },
    };
    const back = keptForm(strange);
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

describe('a grid in words', () => {
  const drawn = (change: Partial<GridSettings> = {}): DrawnGrid => ({ ...grid(change), model: 'weft-starter' });

  it('is titled by what its pictures share', () => {
    const title = (change: Partial<GridSettings>) => gridTitle(drawn(change), cellsOf(drawn(change)));
    expect(title({})).toBe('a sks african fabric pattern');
    const parts: GridAxis = {
      setting: 'promptPart',
      values: [
        { name: 'red', text: 'red' },
        { name: 'b', text: 'b' },
      ],
    };
    const base = (prompt: string) => ({ ...CREATE_DEFAULTS, prompt });
    expect(title({ base: base('a {} dress'), columns: parts })).toBe('a … dress');
    expect(title({ base: base('{}'), columns: parts })).toBe('Guidance scale × Prompt parts');
  });

  it('says what all pictures share and nothing that varies', () => {
    const line = sharedLine(drawn(), cellsOf(drawn()));
    expect(line).toBe('25 steps · 128 px · DPM++ 2M · no adapter · weft-starter');
    const negative = drawn({ base: { ...CREATE_DEFAULTS, negativePrompt: 'blurry' } });
    expect(sharedLine(negative, cellsOf(negative))).toContain('without blurry');
  });

  it('makes a sheet with labels, or captions where there are no rows', () => {
    const cells = cellsOf(drawn());
    const png = new ArrayBuffer(1);
    const sheet = gridSheet(drawn(), cells, [png]);
    expect(sheet).toMatchObject({
      columns: 3,
      columnLabels: ['seed 1', 'seed 42', 'seed 100'],
      rowLabels: ['guidance 1.5', 'guidance 7.5'],
      side: 256,
    });
    expect(sheet.pictures.map((picture) => [picture.png, picture.caption])).toEqual([
      [png, ''],
      ...Array.from({ length: 5 }, () => [null, '']),
    ]);
    const single = drawn({ rows: null });
    const captioned = gridSheet(single, cellsOf(single), []);
    expect(captioned).toMatchObject({ columns: 3, columnLabels: [], rowLabels: [] });
    expect(captioned.pictures.map(({ caption }) => caption)).toEqual(axisLabels(seeds));
  });

  it.each([
    [64, 256],
    [128, 256],
    [192, 384],
    [512, 512],
  ])('shows pictures of %d pixels at %d, a whole multiple', (size, side) => {
    const sized = drawn({ base: { ...CREATE_DEFAULTS, size } });
    expect(gridSheet(sized, cellsOf(sized), []).side).toBe(side);
  });

  it.each([
    [1, 1],
    [5, 5],
    [6, 3],
    [9, 3],
    [10, 4],
    [24, 5],
  ])('lays %d pictures out in %d columns', (count, columns) => expect(pageColumns(count)).toBe(columns));

  it('tells other programs its settings in their own wording', () => {
    const { parameters } = gridPngText(drawn());
    expect(parameters).toBe(
      'a sks african fabric pattern\nSteps: 25, Sampler: DPM++ 2M, CFG scale: 7.5, Seed: 42, Size: 128x128, ' +
        'Model: weft-starter, Script: X/Y/Z plot, X Type: Seed, X Values: "seed 1, seed 42, seed 100", ' +
        'Y Type: Guidance scale, Y Values: "guidance 1.5, guidance 7.5"',
    );
    expect(gridFileName(drawn())).toBe('a-sks-african-fabric-pattern-seed-by-guidance-scale-42.png');
  });

  it('reads back whole from the text inside its PNG, and into the form that made it', () => {
    for (const preset of COMPARE_PRESETS) {
      const { settings } = readCompare(presetForm(preset, COMPARE_DEFAULTS, withWord), 128, withWord);
      if (!settings) throw new Error(preset.id);
      const whole = { ...settings, model: 'weft-starter' };
      const back = readGridText(gridPngText(whole));
      expect(back).toEqual(whole);
      if (typeof back === 'string') continue;
      expect(readCompare(formOf(back, 128, withWord), 128, withWord).settings).toEqual(settings);
    }
  });

  it('refuses what is no grid’s settings', () => {
    expect(readGridText({ parameters: 'a dress' })).toBe('absent');
    const whole = drawn();
    for (const broken of [
      '{',
      'null',
      '{}',
      JSON.stringify({ ...whole, base: { ...whole.base, samplingSteps: 0 } }),
      JSON.stringify({ ...whole, columns: { setting: 'guidanceScale', values: ['7.5'] } }),
      JSON.stringify({ ...whole, columns: { setting: 'seed', values: Array.from({ length: 25 }, (_, i) => i) } }),
    ]) {
      expect(readGridText({ 'weft-grid': broken })).toBe('damaged');
    }
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readGridText({ 'weft-grid': text })));
  });

  it('holds no more pictures than a grid may have', () => {
    const values = Array.from({ length: 24 }, (_, i) => i);
    const many = drawn({
      columns: { setting: 'seed', values },
      rows: { setting: 'guidanceScale', values: [1, 2, 3, 4, 5] },
    });
    expect(DrawnGrid.safeParse(many).success).toBe(false);
  });
});
