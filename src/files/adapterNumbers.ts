/**
 * An adapter's numbers in storage, in a folder under its id: `layers.json` says what they are, `theta.f32` holds them as
 * little-endian 32-bit floats, and `step-000120.f32` what they were after a step of its run. θ is written last.
 */
import { type AdapterPlace, LoraAdapter } from '../contract/adapters.ts';
import { studioError } from '../contract/errors.ts';
import { say } from '../contract/message.ts';
import type { FileStore } from './FileStore.ts';
import { readJsonFile, writeFloats } from './storedValues.ts';

export const ADAPTERS = 'adapters';

const Layers = LoraAdapter.omit({ theta: true });

export const adapterFolder = (id: string) => `${ADAPTERS}/${id}`;
const layersPath = (id: string) => `${adapterFolder(id)}/layers.json`;
const thetaPath = ({ id, step }: AdapterPlace) =>
  `${adapterFolder(id)}/${step === undefined ? 'theta' : `step-${String(step).padStart(6, '0')}`}.f32`;

/** The run and the step whose numbers lie at a path; null where it is none of a step's. */
export function stepAt(path: string): { run: string; step: number } | null {
  const [, run, step] = /^[^/]+\/([^/]+)\/step-(\d+)\.f32$/.exec(path) ?? [];
  return run === undefined ? null : { run, step: Number(step) };
}

/** Stores an adapter under an id. */
export async function writeAdapter(files: FileStore, id: string, { theta, ...layers }: LoraAdapter): Promise<void> {
  await files.write(layersPath(id), new TextEncoder().encode(JSON.stringify(layers)));
  await writeNumbers(files, { id }, theta);
}

/** The same out of a file of its numbers. */
export async function writeAdapterFile(
  files: FileStore,
  id: string,
  layers: Omit<LoraAdapter, 'theta'>,
  numbers: Blob,
): Promise<void> {
  await files.write(layersPath(id), new TextEncoder().encode(JSON.stringify(Layers.parse(layers))));
  await files.write(thetaPath({ id }), numbers);
}

/** A file of an adapter's numbers, as it is or as it was after a step; null where it is not there. */
export function readNumbersFile(files: FileStore, place: AdapterPlace): Promise<Blob | null> {
  return files.read(thetaPath(place));
}

/** Stores a file of numbers as they were after a step. */
export async function writeNumbersFile(files: FileStore, place: AdapterPlace, numbers: Blob): Promise<void> {
  await files.write(thetaPath(place), numbers);
}

/** Stores an adapter's numbers as they are after a step of its run; what they are follows with the adapter itself. */
export async function writeNumbers(files: FileStore, place: AdapterPlace, theta: Float32Array): Promise<void> {
  await writeFloats(files, thetaPath(place), theta);
}

/**
 * An adapter as it is, or as it was after a step.
 * @throws StudioError `adapter-missing` where it is not in storage any more
 */
export async function readAdapter(files: FileStore, place: AdapterPlace): Promise<LoraAdapter> {
  const described = Layers.safeParse(await readJsonFile(files, layersPath(place.id)));
  const numbers = await files.read(thetaPath(place));
  if (!described.success || !numbers || numbers.size % Float32Array.BYTES_PER_ELEMENT !== 0) throw missing(place);
  return { ...described.data, theta: new Float32Array(await numbers.arrayBuffer()) };
}

function missing({ step }: AdapterPlace) {
  return studioError(
    'adapter-missing',
    step === undefined
      ? 'The adapter’s numbers are not in this browser’s storage any more.'
      : say('The adapter’s checkpoint at step {step} is not in this browser’s storage any more.', { step }),
    step === undefined
      ? 'Import it again from its file, or choose another one.'
      : 'Choose another step, or the finished adapter.',
  );
}
