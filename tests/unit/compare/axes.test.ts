import { describe, expect, it } from 'vitest';
import { SAMPLERS } from '../../../src/contract/drawing.ts';
import {
  AXES,
  AXIS_SETTINGS,
  axisText,
  readAxis,
  WITHOUT_ADAPTER,
} from '../../../src/features/compare/grid/compareAxes.ts';
import { cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import type { GridAxis, GridSettings } from '../../../src/features/compare/grid/gridSettings.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { weavePrompt } from '../../../src/features/drawing/settings/weavePrompt.ts';
import { grid, library, withWord } from './gridExamples.ts';

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
    ['a {{}} cloth{{{}}}', [], 'a cloth'],
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
    const depending = ['adapter', 'subject', 'checkpoint', 'trained'];
    for (const setting of AXIS_SETTINGS.filter((name) => !depending.includes(name))) {
      expect(readAxis(setting, AXES[setting].usual, library).error, setting).toBeNull();
    }
    expect(readAxis('style', AXES.style.usual, []).axis?.values).toHaveLength(9);
  });

  it('comes back from its own text', () => {
    // A sweep's own takes a library that has one: see `sweeps/sweepMarks.test.ts`.
    for (const setting of AXIS_SETTINGS.filter((name) => name !== 'trained')) {
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
