/** From the forms to a sweep's runs, what these take, and the lists in which the runner reads them. */
import { describe, expect, it } from 'vitest';
import type { TrainSettings } from '../../../src/contract/training.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import type { TrainForm } from '../../../src/features/training/form/trainForm.ts';
import { readSweep, sweptName } from '../../../src/features/training/sweep/readSweep.ts';
import { drawnByEach, runBytes, sweepBytes, sweepSeconds } from '../../../src/features/training/sweep/sweepEstimate.ts';
import {
  keptSweepForm,
  SWEEP_AT_FIRST,
  type SweepForm,
  sweepFields,
} from '../../../src/features/training/sweep/sweepForm.ts';
import { listedSweep } from '../../../src/features/training/sweep/sweepLists.ts';
import { sweptOptions } from '../../../src/features/training/sweep/sweptSettings.ts';
import { draftOf } from '../../../src/kit/form/draft.ts';

const train = (change: Partial<TrainForm['lora']> = {}): TrainForm => ({
  method: 'lora',
  lora: { ...draftOf(LORA_DEFAULTS), loraAlpha: '', adapterName: 'Indigo', rank: '4', ...change },
  inversion: { ...draftOf(INVERSION_DEFAULTS), adapterName: 'Cloth', placeholder: '<cloth>' },
  words: null,
  followed: null,
});
const word = (): TrainForm => ({ ...train(), method: 'textual-inversion' });
const axis = (setting: string, text?: string) => ({ setting, texts: text === undefined ? {} : { [setting]: text } });
const sweep = (columns: SweepForm['columns'], rows = SWEEP_AT_FIRST.rows): SweepForm => ({ columns, rows });
const read = (form: SweepForm, of = train(), tokens: string[] = []) => readSweep(form, of, tokens);
const settingsOf = (form: SweepForm, of = train()) => read(form, of).runs?.map(({ settings }) => settings) ?? [];

describe('the runs', () => {
  it('are every combination of two settings, each read as if typed by itself, and named by its values', () => {
    const { runs } = read(sweep(axis('rank', '4, 8'), axis('learningRate', '0.001 0.002')));
    expect(runs?.map(({ values }) => values.map(({ value }) => value))).toEqual([
      [4, 0.001],
      [4, 0.002],
      [8, 0.001],
      [8, 0.002],
    ]);
    expect(runs?.[3]?.settings).toMatchObject({
      adapterName: 'Indigo, rank 8, learning rate 0.002',
      rank: 8,
      // Left empty in the form, it follows each run's own rank.
      loraAlpha: 8,
      learningRate: 0.002,
      steps: LORA_DEFAULTS.steps,
    });
  });

  it('vary a switch, a choice, layers, prompts, and whether captions are learnt with', () => {
    const of = (setting: string, text?: string) => settingsOf(sweep(axis(setting, text)));
    expect(of('mirror').map(({ mirror }) => mirror)).toEqual([true, false]);
    expect(of('schedule', 'constant\ncosine')).toMatchObject([{ schedule: 'constant' }, { schedule: 'cosine' }]);
    expect(of('targets', 'attention\nattention + feed-forward')).toMatchObject([
      { targets: ['attention'] },
      { targets: ['attention', 'feed-forward'] },
    ]);
    expect(of('instancePrompt', 'a sks cloth\nsks fabric')).toMatchObject([
      { instancePrompt: 'a sks cloth' },
      { instancePrompt: 'sks fabric' },
    ]);
    const { runs } = read(sweep(axis('captions')));
    expect(runs?.map(({ withoutCaptions }) => withoutCaptions)).toEqual([false, true]);
    expect(runs?.[1]?.settings.adapterName).toBe('Indigo, captions off');
  });

  it('of words have a token of their own each, which nothing else has', () => {
    const { runs } = read(sweep(axis('vectors', '1, 2, 4')), word(), ['<cloth>', '<cloth-2>']);
    const tokens = runs?.map(({ settings }) => (settings.method === 'lora' ? '' : settings.placeholder));
    expect(tokens).toEqual(['<cloth-3>', '<cloth-4>', '<cloth-5>']);
  });

  it('begin around what the form has', () => {
    expect(settingsOf(sweep(axis('rank'))).map((run) => run.method === 'lora' && run.rank)).toEqual([2, 4, 8]);
  });

  it('are offered of every setting that is no name', () => {
    const names = sweptOptions('lora').map(({ value }) => value);
    const settings = Object.keys(LORA_DEFAULTS).filter((name) => name !== 'method' && name !== 'adapterName');
    expect(names.sort()).toEqual([...settings, 'captions'].sort());
    expect(sweptOptions('textual-inversion').map(({ value }) => value)).not.toContain('placeholder');
  });
});

describe('what can’t be', () => {
  it.each([
    [sweep(axis('rank', '4, 99')), { columns: 'hold “99”, which must be 64 or less' }],
    [sweep(axis('rank', '4, 4.0')), { columns: 'hold “4.0” twice' }],
    [sweep(axis('rank', ' ')), { columns: 'must not be empty' }],
    [sweep(axis('steps', '10, 20'), axis('targets', 'wool')), { rows: expect.stringContaining('hold “wool”') }],
    [sweep(axis('rank', '1, 2'), axis('rank', '3')), { rowsSetting: 'must be another setting than the first' }],
    [sweep(axis('rank', '4')), { whole: expect.stringContaining('one run only') }],
    [
      sweep(axis('rank', '1 2 3 4 5 6 7 8 9 10 11'), axis('steps', '1 2 3 4 5 6 7 8 9 10')),
      { whole: 'These values make 110 runs, and 100 is the most.' },
    ],
    [sweep(axis('patience', '0, 3')), { whole: expect.stringContaining('The run with stop early after 3 can’t be') }],
  ])('is said at its field: %j', (form, errors) => {
    expect(read(form, train({ holdOut: '0' }))).toEqual({ runs: null, errors });
  });

  it('is nothing where no setting is chosen, or one of the other method', () => {
    expect(read(SWEEP_AT_FIRST)).toEqual({ runs: null, errors: {} });
    expect(read(sweep(axis('vectors', '1, 2')))).toEqual({ runs: null, errors: {} });
  });
});

it('a long name gives way to its values', () => {
  expect(sweptName('x'.repeat(80), 'rank 4')).toBe(`${'x'.repeat(72)}, rank 4`);
  expect(sweptName('Indigo', 'y'.repeat(200))).toHaveLength(78);
});

it('the form comes back as it was typed', () => {
  const form = sweep(axis('rank', '4, x'), axis('mirror', 'true'));
  expect(keptSweepForm(sweepFields(form), SWEEP_AT_FIRST)).toEqual(form);
  expect(keptSweepForm({ columns: 3, 'columns.rank': 4 }, SWEEP_AT_FIRST)).toEqual(SWEEP_AT_FIRST);
});

describe('what it takes', () => {
  const timings = { guidedStepSeconds: 0.1, decodeSeconds: 0.5 };
  const classDrawing = { sampler: 'dpmsolver++', samplingSteps: 10, guidanceScale: 7.5 } as const;
  const pace = () => ({ timings, nativeSize: 128, classDrawing });

  it('counts class images once for all that share them', () => {
    const runs = settingsOf(sweep(axis('classImages', '4, 0, 6')));
    expect(drawnByEach(runs, () => 0)).toEqual([4, 0, 2]);
    expect(drawnByEach(runs, () => 5)).toEqual([0, 0, 1]);
    const apart = settingsOf(sweep(axis('classPrompt', 'a cloth\na dress')), train({ classImages: '3' }));
    expect(drawnByEach(apart, () => 0)).toEqual([3, 3]);
    const ways = settingsOf(sweep(axis('priorFrom', 'own-prediction\nclass-images')), train({ classImages: '3' }));
    expect(drawnByEach(ways, () => 0)).toEqual([0, 3]);
  });

  it('is the time of each run, without the class images that are there', () => {
    const [one, two] = settingsOf(sweep(axis('steps', '100, 200')), train({ classImages: '0' }));
    const seconds = (...runs: (TrainSettings | undefined)[]) =>
      sweepSeconds(
        runs.flatMap((run) => run ?? []),
        pace,
        () => 0,
      );
    expect(seconds(one, two)).toBeCloseTo(seconds(one) + seconds(two));
    expect(seconds(two)).toBeCloseTo(2 * seconds(one));
    const runs = settingsOf(sweep(axis('steps', '100, 200')), train({ classImages: '8' }));
    expect(sweepSeconds(runs, pace, () => 0) - sweepSeconds(runs, pace, () => 8)).toBeCloseTo(8 * (10 * 0.1 + 0.5));
  });

  it('is the room of what each run leaves: its numbers, its checkpoints, its sample pictures', () => {
    const shape = { size: 64, modules: [{ name: 'q', inFeatures: 10, outFeatures: 20 }] };
    const [bare] = settingsOf(sweep(axis('rank', '2, 4')), train({ sampleEvery: '0', keepCheckpoints: 'false' }));
    if (!bare) throw new Error('no run');
    expect(runBytes(bare, shape)).toBe(4 * 2 * 30);
    const kept = { ...bare, steps: 10, checkpointEvery: 5, keepCheckpoints: true, sampleEvery: 5 } as TrainSettings;
    expect(runBytes(kept, shape)).toBe(2 * 4 * 2 * 30 + 2 * 2 * 4 * 64 * 64);
    expect(sweepBytes([bare], new Map())).toBeNull();
  });
});

describe('as lists in a bundle', () => {
  it('has a list for each setting that differs, and the most class images that a run has', () => {
    const form = sweep(axis('classImages', '0, 6'), axis('targets', 'attention\nattention + projections'));
    const runs = read(form, train({ loraAlpha: '4' })).runs ?? [];
    expect(listedSweep(runs, 'Indigo')).toMatchObject({
      lists: { classImages: [0, 6], targets: [['attention'], ['attention', 'projections']] },
      base: { adapterName: 'Indigo', classImages: 6, loraAlpha: 4 },
      refusal: null,
    });
  });

  it('is refused where lists can’t say it', () => {
    const refusal = (form: SweepForm, of = train()) => listedSweep(read(form, of).runs ?? [], 'Indigo').refusal;
    expect(refusal(sweep(axis('rank', '4, 8')))).toContain('LoRA alpha follows the rank');
    expect(refusal(sweep(axis('rank', '4, 8')), train({ loraAlpha: '4' }))).toBeNull();
    expect(refusal(sweep(axis('captions')))).toContain('Captions can’t differ');
    expect(refusal(sweep(axis('classPrompt', 'a\nb')))).toContain('Class prompt can’t differ');
  });
});
