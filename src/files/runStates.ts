/**
 * The states of unfinished runs in storage: a folder per run and step, with a file of little-endian 32-bit floats for
 * each vector and `state.json`, written last, for all else. The state before stays until someone deletes it, so that a
 * crash in the midst of writing leaves a whole one.
 */
import * as z from 'zod';
import { studioError } from '../contract/errors.ts';
import type { TrainState } from '../contract/runs.ts';
import type { FileStore } from './FileStore.ts';
import { readJsonFile, writeFloats } from './storedValues.ts';

export const RUNS = 'runs';

export const runFolder = (id: string) => `${RUNS}/${id}`;
const stateFolder = (id: string, step: number) => `${runFolder(id)}/${String(step).padStart(6, '0')}`;

const NumberOfFile = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).transform(Number);
const Length = z.number().int().nonnegative();

/** All of a state but its vectors, whose lengths are told. */
const Description = z.object({
  step: Length,
  vectors: z.record(z.string().regex(/^\w+$/), Length),
  random: z.object({
    words: z.array(z.number().int().nonnegative()),
    position: z.number().int().nonnegative(),
    cachedNormal: z.number().nullable(),
  }),
  best: z
    .object({ step: z.number().int().positive(), heldOut: NumberOfFile, waited: Length, theta: Length })
    .nullable(),
});

/** Stores a run's state under its step. */
export async function writeRunState(files: FileStore, id: string, state: TrainState): Promise<void> {
  const { trainer, random, best } = state;
  const folder = stateFolder(id, trainer.step);
  for (const [name, vector] of Object.entries(trainer.vectors))
    await writeFloats(files, `${folder}/${name}.f32`, vector);
  if (best) await writeFloats(files, `${folder}/best theta.f32`, best.theta);
  const description: z.input<typeof Description> = {
    step: trainer.step,
    vectors: Object.fromEntries(Object.entries(trainer.vectors).map(([name, { length }]) => [name, length])),
    random: { ...random, words: Array.from(random.words) },
    best: best
      ? { step: best.step, heldOut: inFile(best.heldOut), waited: best.waited, theta: best.theta.length }
      : null,
  };
  await files.write(`${folder}/state.json`, new TextEncoder().encode(JSON.stringify(description)));
}

/** A run's state at a step. @throws StudioError `run-missing` where it is not whole in storage any more */
export async function readRunState(files: FileStore, id: string, step: number): Promise<TrainState> {
  const folder = stateFolder(id, step);
  const parsed = Description.safeParse(await readJsonFile(files, `${folder}/state.json`));
  if (!parsed.success) throw missing(step);
  const { vectors, random, best } = parsed.data;
  const read = async (name: string, length: number) => {
    const file = await files.read(`${folder}/${name}.f32`);
    if (file?.size !== length * Float32Array.BYTES_PER_ELEMENT) throw missing(step);
    return new Float32Array(await file.arrayBuffer());
  };
  const trainer: TrainState['trainer'] = { step: parsed.data.step, vectors: {} };
  for (const [name, length] of Object.entries(vectors)) trainer.vectors[name] = await read(name, length);
  return {
    trainer,
    random: { ...random, words: Uint32Array.from(random.words) },
    best: best && { ...best, theta: await read('best theta', best.theta) },
  };
}

/** Deletes a run's states before a step. Later ones stay: the worker may be writing one. */
export async function removeEarlierStates(files: FileStore, id: string, step: number): Promise<void> {
  const first = `${stateFolder(id, step)}/`;
  const left = (await files.list(runFolder(id))).filter(({ path }) => path < first);
  const folders = new Set(left.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  for (const folder of folders) await files.removeFolder(folder);
}

/** JSON has no number for what a run that has gone astray measures. */
function inFile(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  return Number.isFinite(value) ? value : (String(value) as 'NaN' | 'Infinity' | '-Infinity');
}

function missing(step: number) {
  return studioError(
    'run-missing',
    `The run’s checkpoint at step ${step} is not in this browser’s storage any more.`,
    'Discard the run, and start it again from its first step.',
  );
}
