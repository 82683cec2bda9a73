/** What PyTorch and diffusers gave for noise, schedules and samplers, and what they were asked with. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { ReferenceTensors } from './referenceTensors.ts';

const FOLDER = new URL('../fixtures/samplers/', import.meta.url);

export const reference = new ReferenceTensors(new Uint8Array(readFileSync(new URL('expected.safetensors', FOLDER))));

const Settings = z.object({
  /** Bounds of the whole numbers, in the order in which they were drawn. */
  bounds: z.array(z.number()),
  /** Scheduler configs by name. */
  configs: z.record(z.string(), z.record(z.string(), z.unknown())),
  noisedAt: z.array(z.number()),
  /** Seed of every trajectory. */
  seed: z.number(),
  /** How strongly the trajectories' net answers to the sample, by prediction type. */
  gains: z.object({ epsilon: z.number(), v_prediction: z.number(), sample: z.number() }),
});

export const settings = Settings.parse(JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')));

/** The parts of a tensor's name after `kind`: `path.zero snr.lcm.9` is of the kind `path`. */
export function namesOf(kind: string, parts: number): string[][] {
  const names = reference.names(`${kind}.`).map((name) => name.split('.').slice(1));
  return names.filter(({ length }) => length === parts);
}
