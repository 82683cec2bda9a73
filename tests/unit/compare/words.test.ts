/** A grid in words: titles, sheets, and settings inside a PNG. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPARE_DEFAULTS, formOf, readCompare } from '../../../src/features/compare/compareForm.ts';
import { COMPARE_PRESETS, presetForm } from '../../../src/features/compare/comparePresets.ts';
import { gridFileName, gridPngText, readGridText } from '../../../src/features/compare/compareText.ts';
import { axisLabels, cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import { gridSheet, gridTitle, pageColumns, sharedLine } from '../../../src/features/compare/grid/compareSheet.ts';
import { DrawnGrid, type GridAxis, type GridSettings } from '../../../src/features/compare/grid/gridSettings.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { grid, seeds, withWord } from './gridExamples.ts';

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
      const whole = { ...settings, model: 'weft-starter', prediction: 'v_prediction' } as const;
      expect(gridPngText(whole).parameters).toContain('Prediction: v_prediction');
      const back = readGridText(gridPngText(whole));
      expect(back).toEqual(whole);
      if (typeof back === 'string') continue;
      expect(readCompare(formOf(back, 128, withWord).form, 128, withWord).settings).toEqual(settings);
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
