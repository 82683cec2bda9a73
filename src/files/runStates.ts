/**
 * The states of unfinished runs in storage: a folder per run and step, with a file of little-endian 32-bit floats for
 * each vector and `state.json`, written last, for all else. The state before stays until someone deletes it, so that a
 * crash in the midst of writing leaves a whole one.
 */
import * as z from 'zod';
import { studioError } from '../contract/errors.ts';
import { say } from '../contract/message.ts';
import type { TrainState } from '../contract/runs/runs.ts';
import type { FileStore } from './FileStore.ts';
import { jsonOf, writeFloats } from './storedValues.ts';

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
  const folder = stateFolder(id, state.trainer.step);
  for (const { name, numbers } of stateVectors(state)) await writeFloats(files, `${folder}/${name}`, numbers);
  await files.write(`${folder}/state.json`, new TextEncoder().encode(stateText(state)));
}

/** The files of a state's numbers: little-endian 32-bit floats. */
export function stateVectors({ trainer, best }: TrainState): { name: string; numbers: Float32Array<ArrayBuffer> }[] {
  const vectors = Object.entries(trainer.vectors).map(([name, numbers]) => ({ name: `${name}.f32`, numbers }));
  return best ? [...vectors, { name: 'best theta.f32', numbers: best.theta }] : vectors;
}

/** `state.json` of a state. */
export function stateText({ trainer, random, best }: TrainState): string {
  const description: z.input<typeof Description> = {
    step: trainer.step,
    vectors: Object.fromEntries(Object.entries(trainer.vectors).map(([name, { length }]) => [name, length])),
    random: { ...random, words: Array.from(random.words) },
    best: best
      ? { step: best.step, heldOut: inFile(best.heldOut), waited: best.waited, theta: best.theta.length }
      : null,
  };
  return JSON.stringify(description);
}

/** A run's state at a step. @throws StudioError `run-missing` where it is not whole in storage any more */
export async function readRunState(files: FileStore, id: string, step: number): Promise<TrainState> {
  const state = await readState((name) => files.read(`${stateFolder(id, step)}/${name}`));
  if (state) return state;
  throw missing(step);
}

/** A state out of its files, wherever they lie; null where one is missing, or not as `state.json` says. */
export async function readState(read: (name: string) => Promise<Blob | null>): Promise<TrainState | null> {
  const parsed = Description.safeParse(await jsonOf(await read('state.json')));
  if (!parsed.success) return null;
  const { vectors, random, best } = parsed.data;
  const floats = async (name: string, length: number) => {
    const file = await read(`${name}.f32`);
    return file?.size === length * Float32Array.BYTES_PER_ELEMENT ? new Float32Array(await file.arrayBuffer()) : null;
  };
  const trainer: TrainState['trainer'] = { step: parsed.data.step, vectors: {} };
  for (const [name, length] of Object.entries(vectors)) {
    const numbers = await floats(name, length);
    if (!numbers) return null;
    trainer.vectors[name] = numbers;
  }
  const theta = best && (await floats('best theta', best.theta));
  if (best && !theta) return null;
  return {
    trainer,
    random: { ...random, words: Uint32Array.from(random.words) },
    best: best && theta && { ...best, theta },
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
    say('The run’s checkpoint at step {step} is not in this browser’s storage any more.', { step }),
    'Discard the run, and start it again from its first step.',
  );
}
