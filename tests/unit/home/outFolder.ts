/** What `weft-runner` leaves, made up of a few numbers: files of an `out/` as they are dropped. */
import { createHash } from 'node:crypto';
import { LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';

export const ID = 'a1b2c3d4e5f6a1b2c3d4e5f6';
export const MODULES = [{ name: 'mid_block.to_q', inFeatures: 2, outFeatures: 3 }];
/** Of rank 2: 2 × (2 + 3). */
export const NUMBERS = 10;

export const floats = (value: number, count = NUMBERS) => new Uint8Array(new Float32Array(count).fill(value).buffer);
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A report of a run of four steps; `change` is put over it. */
export function report(change: Record<string, unknown> = {}): Record<string, unknown> {
  const { segments: _, ...defaults } = LORA_DEFAULTS;
  return {
    format: 'weft-run-out',
    version: 1,
    id: ID,
    status: 'finished',
    writtenAt: '2026-11-29T14:05:00.000Z',
    settings: { ...defaults, segments: 0, adapterName: 'Stripes', steps: 4, rank: 2, loraAlpha: 2 },
    model: { name: 'tiny', fingerprint: 'a-b-c' },
    modules: MODULES,
    pictures: [{ fingerprint: '0123456789abcdef', caption: 'a cloth' }],
    images: 1,
    stepsTaken: 4,
    stepsDone: 4,
    stopped: false,
    losses: [1, 2, 3, 4].map((step) => ({ step, instance: 1 / step, prior: null })),
    evaluations: [{ step: 4, trained: 0.5, heldOut: null }],
    samples: [{ of: 'learnt', step: 4, seed: 42, prompt: 'a cloth', file: 'samples/4.png' }],
    seconds: 12.5,
    theta: { file: 'adapter/theta.f32', sha256: sha256(floats(1)) },
    adapter: [],
    checkpoints: [{ step: 2, folder: 'checkpoints/000002' }],
    thetas: [{ step: 2, file: 'steps/000002.f32', sha256: sha256(floats(0.5)) }],
    error: null,
    ...change,
  };
}

/** A state as it lies in a checkpoint's folder. */
export function stateFiles(step: number, value = 2): Record<string, Uint8Array> {
  const description = {
    step,
    vectors: { theta: NUMBERS, m: NUMBERS, v: NUMBERS },
    random: { words: Array.from({ length: 624 }, (_, i) => i), position: 3, cachedNormal: null },
    best: null,
  };
  const files: Record<string, Uint8Array> = {
    'state.json': new TextEncoder().encode(JSON.stringify(description)),
    'theta.f32': floats(value),
    'm.f32': floats(value),
    'v.f32': floats(value),
  };
  const digests = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]));
  return { ...files, 'files.json': new TextEncoder().encode(JSON.stringify(digests)) };
}

/** The whole of it by paths below `out/`. */
export function outFiles(told: Record<string, unknown> = report()): Record<string, Uint8Array> {
  const checkpoint = Object.entries(stateFiles(2)).map(([name, bytes]) => [`checkpoints/000002/${name}`, bytes]);
  return {
    'run.json': new TextEncoder().encode(JSON.stringify(told)),
    'adapter/theta.f32': floats(1),
    'steps/000002.f32': floats(0.5),
    'samples/4.png': Uint8Array.of(1, 2, 3),
    ...Object.fromEntries(checkpoint),
  };
}

/** As a browser hands over a folder that was dropped. */
export function dropped(files: Record<string, Uint8Array>, folder = 'out'): File[] {
  return Object.entries(files).map(([path, bytes]) => {
    const file = new File([bytes as Uint8Array<ArrayBuffer>], path.slice(path.lastIndexOf('/') + 1));
    Object.defineProperty(file, 'path', { value: `/${folder}/${path}` });
    return file;
  });
}
