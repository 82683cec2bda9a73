/** What the page says in numbers and words: times, estimates, progress, settings, warnings. */
import { describe, expect, it } from 'vitest';
import { deviceText, openingText } from '../../../src/app/status/statusText.ts';
import type { DeviceInfo } from '../../../src/contract/device.ts';
import type { ModelInfo } from '../../../src/contract/studioWorker.ts';
import type { TrainSettings } from '../../../src/contract/training.ts';
import { mayBeCut } from '../../../src/features/dataset/captions/captionCheck.ts';
import { cutWarning } from '../../../src/features/drawing/fields/cutWarning.ts';
import { sizeOptions } from '../../../src/features/drawing/fields/sizeOptions.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { classDrawing } from '../../../src/features/drawing/settings/samplingPresets.ts';
import { fileName, pngText, settingsLine } from '../../../src/features/drawing/settings/settingsText.ts';
import { filmText } from '../../../src/features/morph/films/filmText.ts';
import { MORPH_DEFAULTS } from '../../../src/features/morph/morphDefaults.ts';
import { estimateText, morphSeconds } from '../../../src/features/morph/morphEstimate.ts';
import { captionWarning } from '../../../src/features/training/captionWarning.ts';
import { lossCurves, lossSummary } from '../../../src/features/training/charts/lossCurves.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { runText, speedTexts } from '../../../src/features/training/run/runText.ts';
import {
  trainingFraction,
  trainingSeconds,
  trainingSecondsLeft,
} from '../../../src/features/training/run/trainingProgress.ts';
import { durationText, measuredTimeText, timeLeftText } from '../../../src/kit/text/durationText.ts';
import { STARTER } from '../../../src/session/modelChoice.ts';

const device: DeviceInfo = {
  kind: 'wasm',
  threads: 2,
  adapter: '',
  software: false,
  precision: 'float32',
  note: '',
};
const model: ModelInfo = {
  ref: { kind: 'starter' },
  name: 'weft-starter',
  fingerprint: 'a-b-c',
  device,
  nativeSize: 128,
  vaeScaleFactor: 8,
  maxTokens: 32,
  parameters: 1,
  fewSteps: null,
  trainingError: null,
  timings: { guidedStepSeconds: 0.1, decodeSeconds: 0.5 },
};

describe('times', () => {
  it.each([
    [0, 'less than 5 s'],
    [12, '10 s'],
    [57, '55 s'],
    [58, '1 min'],
    [150, '3 min'],
    [3540, '59 min'],
    [3600, '1 h'],
    [4210, '1 h 10 min'],
  ])('says %d seconds as %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

  it('says nothing of a time that is not known', () => expect(timeLeftText(null)).toBe(''));

  it.each([
    [0.84, '0.8 s'],
    [34.4, '34 s'],
    [200, '3 min 20 s'],
    [120, '2 min'],
  ])('says a measured %d as %s', (seconds, text) => expect(measuredTimeText(seconds)).toBe(text));
});

describe('the estimate of a morph', () => {
  it('counts steps and decoding for every frame', () => {
    // 450 frames × (10 × 0.1 s + 0.5 s)
    expect(morphSeconds(MORPH_DEFAULTS, model)).toBeCloseTo(675, 6);
    expect(estimateText(MORPH_DEFAULTS, model)).toBe('450 frames at 10 steps each: about 11 min on this device.');
  });

  it('grows with the pixels, and says what would shorten a long one', () => {
    const large = { ...MORPH_DEFAULTS, size: 256 };
    expect(morphSeconds(large, model)).toBeCloseTo(4 * 675, 6);
    expect(estimateText(large, model)).toContain('Fewer steps');
  });
});

it('a caption without the rare word is warned of', () => {
  expect(captionWarning('a fabric on a table', null, 'sks')).toMatch(/the word sks/);
  for (const caption of ['', 'a SKS fabric', 'cloth of sks, folded']) {
    expect(captionWarning(caption, null, 'sks')).toBeNull();
  }
  expect(captionWarning('a fabric on a table', null, null)).toBeNull();
});

it('a caption that is cut is told of, and a rare word that goes with it', () => {
  const check = (cutText: string) => ({ tokens: 77, maxTokens: 77, cutText, chunks: null });
  const long = 'a sks fabric, very long indeed';
  expect(captionWarning(long, check(''), 'sks')).toBeNull();
  expect(captionWarning(long, check(' long indeed'), 'sks')).toBe(
    'The model reads 75 tokens at most; “long indeed” is cut off.',
  );
  const late = 'a very long caption of sks fabric';
  expect(captionWarning(late, check(' of sks fabric'), 'sks')).toBe(
    'The model reads 75 tokens at most; “of sks fabric” is cut off. The word sks stands in that part: nothing is learnt of it.',
  );
  // Said at its beginning too, the word is heard.
  expect(captionWarning(`sks, ${late}`, check(' of sks fabric'), 'sks')).not.toContain('nothing is learnt');
  expect(captionWarning('a fabric, very long', check(' long'), 'sks')).toMatch(/Without the word sks.*is cut off/);
  expect(captionWarning('a fabric, very long', check(' long'), null)).toMatch(/is cut off\.$/);
});

it('only captions that may be too long are asked about', () => {
  expect(['', 'a sks fabric on a table'].map(mayBeCut)).toEqual([false, false]);
  expect(['<kente>', 'x'.repeat(41), '🧵'.repeat(11)].map(mayBeCut)).toEqual([true, true, true]);
});

describe('training progress', () => {
  const pace = { timings: model.timings, nativeSize: model.nativeSize, classDrawing: classDrawing(model, null) };
  const at = (phase: 'encode' | 'class-images' | 'prepare', done: number, total: number) =>
    trainingFraction({ phase, done, total, secondsLeft: null, picture: null }, LORA_DEFAULTS, pace);

  it('counts every sample of a step', () => {
    const seconds = (settings: TrainSettings) => trainingSeconds(settings, pace);
    const one = seconds(INVERSION_DEFAULTS);
    expect(one).toBeGreaterThan(0);
    expect(seconds({ ...INVERSION_DEFAULTS, batchSize: 3 })).toBeCloseTo(3 * one, 6);
    const pairs = { ...LORA_DEFAULTS, classImages: 0 };
    expect(seconds({ ...pairs, batchSize: 2, accumulation: 2 })).toBeCloseTo(4 * seconds(pairs), 6);
    // The prediction before the run is a sixth of a step beside it, and draws no class image.
    const own = { ...LORA_DEFAULTS, priorFrom: 'own-prediction' } as const;
    expect(seconds(own)).toBeCloseTo(1.2 * seconds(pairs), 6);
  });

  it('grows from phase to phase and ends at one', () => {
    const training = (done: number) =>
      trainingFraction(
        {
          phase: 'train',
          done,
          total: 300,
          secondsLeft: null,
          losses: [],
          secondsPerStep: 0.5,
          skippedSteps: 0,
          learningRate: 0.1,
        },
        LORA_DEFAULTS,
        pace,
      );
    const course = [at('encode', 0, 10), at('encode', 10, 10), at('class-images', 8, 16), at('prepare', 1, 1)];
    const fractions = [...course, training(1), training(150), training(300)];
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions[0]).toBe(0);
    expect(fractions.at(-1)).toBe(1);
  });

  it('adds to the time left in a phase what the phases after it will take', () => {
    const settings = { ...LORA_DEFAULTS, steps: 100, classImages: 2 };
    const left = (event: Parameters<typeof trainingSecondsLeft>[0]) => trainingSecondsLeft(event, settings, pace);
    // 100 steps worth 2.5 guided steps of 0.1 s each, and 3 % of that for preparing.
    expect(left({ phase: 'class-images', done: 1, total: 2, secondsLeft: 3, picture: null })).toBeCloseTo(
      3 + 25 * 1.03,
      6,
    );
    expect(
      left({
        phase: 'train',
        done: 50,
        total: 100,
        secondsLeft: 12,
        losses: [],
        secondsPerStep: 0.5,
        skippedSteps: 0,
        learningRate: 0.1,
      }),
    ).toBe(12);
    expect(
      left({
        phase: 'train',
        done: 0,
        total: 100,
        secondsLeft: null,
        losses: [],
        secondsPerStep: 0.5,
        skippedSteps: 0,
        learningRate: 0.1,
      }),
    ).toBeCloseTo(25, 6);
  });
});

describe('a run in words', () => {
  const ended = { state: 'ended', stepsDone: 3, stepsTaken: 3, seconds: 1 } as const;
  const embedding = { baseModel: 'weft-starter', token: '<indigo>', width: 2, vectors: Float32Array.of(1, 2) };
  const fields = { id: '1', name: 'Indigo', createdAt: 1, file: null };
  const origin = { kind: 'foreign', metadata: {} } as const;
  const outcome = { item: { ...fields, method: 'embedding', embedding, origin }, kept: true } as const;

  it('says exactly how it ended', () => {
    expect(runText({ ...ended, stopped: false, outcome })).toBe('Training finished');
    expect(runText({ ...ended, stopped: true, outcome })).toBe('Training stopped; what was learnt is kept');
    expect(runText({ ...ended, stepsTaken: 5, stopped: true, outcome })).toBe(
      'Training finished; the best on held-out images is kept',
    );
    expect(runText({ ...ended, stopped: true, outcome: null })).toBe('Training stopped before its first step');
  });
});

describe('the speed of a run in words', () => {
  it('has the learning rate of the present step, which a schedule changes', () => {
    const speed = { secondsPerStep: 0.412, skippedSteps: 0, learningRate: 1e-4 / 3 };
    expect(speedTexts(speed)).toEqual(['0.41 s a step', 'learning rate 0.0000333']);
    expect(speedTexts({ ...speed, secondsPerStep: 2, skippedSteps: 3, learningRate: 0 })).toEqual([
      '2.0 s a step',
      'learning rate 0',
      '3 skipped',
    ]);
    expect(speedTexts(null)).toEqual([]);
  });
});

describe('settings in words', () => {
  const provenance = { model: 'weft-starter', adapters: [{ name: 'Indigo, bold', weight: 0.8 }] };
  const bare = { model: 'weft-starter', adapters: [] };
  const settings = { ...CREATE_DEFAULTS, negativePrompt: 'blurry' };

  it('shows all of them under the picture', () => {
    expect(settingsLine(settings, provenance)).toBe(
      '25 steps · guidance 7.5 · seed 42 · 128 px · DPM++ 2M · Indigo, bold × 0.8',
    );
    expect(settingsLine(CREATE_DEFAULTS, bare)).toContain('no adapter');
  });

  it('writes them into the PNG in the web UI’s wording', () => {
    expect(pngText(settings, provenance).parameters).toBe(
      'a sks african fabric pattern\nNegative prompt: blurry\nSteps: 25, Sampler: DPM++ 2M, CFG scale: 7.5, ' +
        'Seed: 42, Size: 128x128, Model: weft-starter, Lora: "Indigo, bold", Lora weight: 0.8',
    );
  });

  it('names every adapter of a mix', () => {
    const mix = { ...bare, adapters: [...provenance.adapters, { name: 'Kente', weight: -0.5 }] };
    expect(settingsLine(settings, mix)).toContain('Indigo, bold × 0.8 · Kente × -0.5');
    expect(pngText(settings, mix).parameters).toContain('Lora weight: 0.8, Lora 2: Kente, Lora 2 weight: -0.5');
  });

  it('leaves out what there is not', () => {
    const { parameters } = pngText(CREATE_DEFAULTS, bare);
    expect(parameters).not.toContain('Negative prompt');
    expect(parameters).not.toContain('Lora');
  });

  it('writes them as JSON that reads back whole', () => {
    const { weft } = pngText(settings, provenance);
    expect(JSON.parse(weft ?? '')).toEqual({ ...settings, ...provenance });
  });

  it.each([
    ['A red dress, in neon!', 'a-red-dress-in-neon-7.png'],
    ['…', 'weft-7.png'],
    ['Étoffe à fleurs', 'étoffe-à-fleurs-7.png'],
  ])('names the file of “%s”', (prompt, name) => expect(fileName(prompt, 7, 'png')).toBe(name));
});

describe('losses in words', () => {
  it('compares the end with the first twenty steps', () => {
    const losses = Array.from({ length: 400 }, (_, index) => ({
      step: index + 1,
      instance: index < 20 ? 1 : 0.5,
      prior: null,
    }));
    expect(lossSummary(lossCurves(losses, [], 1))).toBe(
      'Step 400: instance loss 0.5000, 50 % below the first twenty steps.',
    );
  });

  it('says when there is none, and names the prior loss where there is one', () => {
    expect(lossSummary(lossCurves([], [], 1))).toBe('Nothing has been learnt yet.');
  });

  it('holds no NaN, whatever a run measured', () => {
    const none = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308];
    for (const instance of none) {
      for (const prior of [null, 0.5, instance]) {
        const losses = [{ step: 1, instance: 0.5, prior }, ...[2, 3].map((step) => ({ step, instance, prior }))];
        const curves = lossCurves(losses, [{ step: 2, trained: instance, heldOut: instance }], 1);
        const { steps: _, hasPrior: __, hasEvaluations: ___, hasHeldOut: ____, ...values } = curves;
        for (const value of Object.values(values).flat()) expect(value === null || Math.abs(value) <= 1e30).toBe(true);
        expect(lossSummary(curves)).not.toMatch(/NaN|Infinity/);
        expect(lossSummary(curves)).toContain('Step 3');
      }
    }
    const curves = lossCurves([{ step: 1, instance: 0.25, prior: 0.125 }], [], 2);
    expect(curves.total).toEqual([0.5]);
    expect(lossSummary(curves)).toBe('Step 1: instance loss 0.2500. Prior loss 0.1250.');
  });
});

describe('warnings and hints', () => {
  it('quotes what is cut off a prompt', () => {
    expect(cutWarning({ tokens: 5, maxTokens: 32, cutText: '', chunks: null })).toBeNull();
    expect(cutWarning({ tokens: 32, maxTokens: 32, cutText: ' in watercolour', chunks: null })).toBe(
      'The model reads 30 tokens at most; “in watercolour” is cut off.',
    );
  });

  const sizesBut = (own: number | null) =>
    Array.from({ length: 12 }, (_, i) => 64 * (i + 1)).flatMap((size) => (size === own ? [] : String(size)));
  it('offers the model’s own size first and no size twice', () => {
    const options = sizeOptions(128);
    expect(options[0]).toEqual({ value: 'native', name: '128 px, as trained' });
    expect(options.map(({ value }) => value)).toEqual(['native', ...sizesBut(128)]);
    expect(sizeOptions(null).map(({ value }) => value)).toEqual(['native', ...sizesBut(null)]);
  });
});

describe('the status line', () => {
  it('tells of the opening model', () => {
    const progress = { phase: 'download', fraction: 0.437, loadedBytes: 1, totalBytes: 2 } as const;
    expect(openingText({ state: 'loading', choice: STARTER, progress: null })).toBe('Starting…');
    expect(openingText({ state: 'loading', choice: STARTER, progress })).toBe('Loading model 43 %');
    const choice = { ref: { kind: 'stored', id: 'one' }, name: 'stable-diffusion-v1-5' } as const;
    expect(openingText({ state: 'loading', choice, progress })).toBe('Loading stable-diffusion-v1-5 43 %');
    expect(openingText({ state: 'ready', model })).toBe('weft-starter');
  });

  it('tells of the device', () => {
    expect(deviceText(device)).toBe('wasm, 2 threads');
    expect(deviceText({ ...device, threads: 1 })).toBe('wasm, 1 thread');
    expect(deviceText({ ...device, kind: 'webgpu', threads: 0, adapter: 'google swiftshader', software: true })).toBe(
      'WebGPU (google swiftshader, in software)',
    );
    expect(deviceText({ ...device, kind: 'webgpu', threads: 0, adapter: 'nvidia ampere', precision: 'float16' })).toBe(
      'WebGPU (nvidia ampere, half precision)',
    );
  });

  it('sizes a film in megabytes', () => {
    const unfinished = { frames: 450, bytes: null, settings: MORPH_DEFAULTS, prediction: 'sample' } as const;
    expect(filmText(unfinished)).toBe('450 frames · 15 s · 128 px · predicts the clean picture');
    expect(filmText({ frames: 450, bytes: 3_249_000, settings: MORPH_DEFAULTS })).toBe(
      '450 frames · 15 s · 128 px · 3.2 MB',
    );
  });
});
