/**
 * The runs that `runner/` is held against: its bundles, run by the engine. What the engine learns there lies beside each
 * bundle as `studio.safetensors`, and must still be what it learns. `WEFT_WRITE_STUDIO=1` writes it anew.
 */
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import {
  type DreamBoothEvent,
  type DreamBoothSettings,
  loadCheckpoint,
  Model,
  type RunState,
  type TextualInversionSettings,
  trainDreamBooth,
  trainTextualInversion,
} from '@weft/engine';
import { float32Tensor, writeSafetensors } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { laneSource } from './laneSource.ts';
import { nodeLane } from './nodeLane.ts';
import { readPng } from './pngPixels.ts';
import { ReferenceTensors } from './referenceTensors.ts';

/** `WEFT_BUNDLES` and `WEFT_BUNDLES_MODEL`, both with a slash at the end, name others, which are too large to be kept. */
const BUNDLES = new URL(process.env.WEFT_BUNDLES ?? '../../runner/tests/bundles/', import.meta.url);
const MODEL = process.env.WEFT_BUNDLES_MODEL ?? 'tests/fixtures/tiny';

const File = z.object({ file: z.string() });
const Bundle = z.object({
  settings: z.looseObject({ method: z.enum(['lora', 'textual-inversion']) }),
  modules: z.array(z.looseObject({ name: z.string() })).nullable(),
  pictures: z.array(File.extend({ caption: z.string() })),
  classImages: z.object({ given: z.array(File), drawing: z.looseObject({}) }).nullable(),
});

/** What a run says and leaves, as tensors. */
async function studioRun(name: string) {
  const folder = new URL(`${name}/`, BUNDLES);
  const { settings, modules, pictures, classImages } = Bundle.parse(
    JSON.parse(await readFile(new URL('run.json', folder), 'utf8')),
  );
  const open = async ({ file }: z.infer<typeof File>) => readPng(new Uint8Array(await readFile(new URL(file, folder))));
  const images = await Promise.all(pictures.map(async (one) => ({ ...(await open(one)), caption: one.caption })));
  const model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, MODEL, 'tiny')));
  const losses: number[] = [];
  const evaluations: number[] = [];
  /** RGB of the first sample picture of the last step. */
  const drawn: number[] = [];
  const states = new Map<number, RunState>();
  const hear = (event: DreamBoothEvent) => {
    if (event.phase === 'train') for (const { instance, prior } of event.losses) losses.push(instance, prior ?? -1);
    if (event.phase === 'evaluation')
      evaluations.push(event.point.step, event.point.trained, event.point.heldOut ?? -1);
    if (event.phase === 'sample' && event.step === 30 && event.seed === 42) {
      drawn.push(...event.picture.rgba.filter((_, i) => i % 4 < 3));
    }
    if (event.phase === 'checkpoint') states.set(event.state.trainer.step, event.state);
  };
  const job = { stopping: false, yieldNow: async () => {} };
  let theta: Float32Array;
  if (settings.method === 'lora') {
    const lora = { ...settings, classDrawing: { adapters: [], ...classImages?.drawing } };
    const classPictures = await Promise.all((classImages?.given ?? []).map(open));
    const start = { classPictures, state: null };
    const { adapter } = await trainDreamBooth(model, images, lora as unknown as DreamBoothSettings, job, hear, start);
    expect(modules).toEqual(adapter.modules);
    theta = adapter.theta;
  } else {
    const word = settings as unknown as TextualInversionSettings;
    theta = (await trainTextualInversion(model, images, word, job, hear)).embedding.vectors;
  }
  await model.release();
  const tensors: Record<string, Float32Array> = {
    theta,
    losses: Float32Array.from(losses),
    evaluations: Float32Array.from(evaluations),
  };
  if (drawn.length > 0) tensors.sample = Float32Array.from(drawn);
  const reached = states.get(20);
  if (!reached) throw new RangeError('the run has no checkpoint at step 20');
  for (const [vector, numbers] of Object.entries(reached.trainer.vectors)) tensors[`state.${vector}`] = numbers;
  // Words of 32 bits in two halves, which float32 holds exactly.
  const { words, position } = reached.random;
  tensors['state.random'] = Float32Array.of(position, ...[...words].flatMap((word) => [word >>> 16, word & 0xffff]));
  return tensors;
}

describe('what the runner is held against is what the engine learns', () => {
  it.each(readdirSync(BUNDLES))('%s', async (name) => {
    const tensors = await studioRun(name);
    const path = new URL(`${name}/studio.safetensors`, BUNDLES);
    if (process.env.WEFT_WRITE_STUDIO === '1') {
      const list = Object.entries(tensors).map(([key, data]) => float32Tensor(key, [data.length], data));
      await writeFile(path, writeSafetensors(list, {}));
    }
    const kept = new ReferenceTensors(new Uint8Array(await readFile(path)));
    for (const [key, data] of Object.entries(tensors)) {
      const expected = kept.get(key).data;
      expect(data.length).toBe(expected.length);
      const distance = Math.hypot(...data.map((value, i) => value - (expected[i] as number)));
      // Another processor may sum in another order.
      expect(distance / Math.hypot(...expected), key).toBeLessThan(1e-4);
    }
  });
});
