/** Drawing in a few steps against diffusers: with an LCM-LoRA as it is published, and by SD-Turbo's scheduler settings alone. */
import {
  type LoraModule,
  loadCheckpoint,
  Model,
  parseSafetensors,
  preparePipeline,
  readLora,
  type Subject,
  seededNoise,
} from '@weft/engine';
import type { LoraAdapter } from '@weft/engine/internal';
import type { Lane, ParityCase } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import { ReferenceTensors } from '../referenceTensors.ts';
import { relativeError } from '../relativeError.ts';
import type { ParityRow } from '../rows.ts';

const FOLDER = 'tests/fixtures/few-step';
const SEED = 42;
/** What both of the reference's subjects are of; its size is the reduced models' own. */
const SUBJECT = { prompt: 'a sks african fabric pattern', negativePrompt: 'blurry', size: 128 } as const;

/** The reduced Stable Diffusion 1.5, for which the adapter is. */
export function openForLcm(lane: Lane): Promise<Model> {
  return open(lane, 'reduced-sd15');
}

/** The reduced Stable Diffusion 2.x with SD-Turbo's own `scheduler_config.json` in place of its own. */
export function openTurbo(lane: Lane): Promise<Model> {
  const read = (path: string) =>
    lane.read(path.endsWith('/scheduler_config.json') ? `${FOLDER}/sd-turbo-scheduler_config.json` : path);
  return open({ ...lane, read }, 'reduced-sd2');
}

async function open(lane: Lane, folder: string): Promise<Model> {
  return new Model(lane.runtime, await loadCheckpoint(laneSource(lane, `tests/fixtures/${folder}`, folder)));
}

/** The LCM-LoRA, as its file says. */
export async function readLcmLora(lane: Lane, available: readonly LoraModule[]): Promise<LoraAdapter> {
  return readLora(parseSafetensors(await lane.read(`${FOLDER}/lcm-lora.safetensors`)), available).adapter;
}

export const fewStep: ParityCase = async (lane) => {
  const reference = new ReferenceTensors(await lane.read(`${FOLDER}/expected.safetensors`));
  const row = (what: string, latents: Float32Array, name: string): ParityRow => ({
    what,
    lane: lane.name,
    measured: relativeError(latents, reference.get(name).data),
    bound: lane.name === 'cpu' ? 1e-5 : 1e-4,
    unit: '‖a−b‖/‖b‖',
  });
  const rows: ParityRow[] = [];

  const lcm = await openForLcm(lane);
  const adapter = await readLcmLora(lane, lcm.adaptableModules);
  const quick = { ...SUBJECT, samplingSteps: 4, sampler: 'lcm', adapters: [{ adapter, weight: 1 }] } as const;
  for (const [guidance, guidanceScale] of [
    ['1.0', 1],
    ['1.5', 1.5],
  ] as const) {
    const latents = await finalLatents(lcm, { ...quick, guidanceScale });
    rows.push(row('latents of an LCM-LoRA in 4 steps', latents, `lcm.${guidance}`));
  }
  await lcm.release();

  const turbo = await openTurbo(lane);
  for (const name of reference.names('turbo.')) {
    const [, sampler, steps] = name.split('.') as [string, 'euler' | 'euler ancestral', string];
    const subject = { ...SUBJECT, samplingSteps: Number(steps), sampler, guidanceScale: 1, adapters: [] };
    rows.push(row('latents by SD-Turbo’s settings, 1 to 4 steps', await finalLatents(turbo, subject), name));
  }
  await turbo.release();
  return rows;
};

/** Where a picture's way ends, before the autoencoder. */
export async function finalLatents(model: Model, subject: Subject): Promise<Float32Array> {
  const pipeline = await preparePipeline(model, subject);
  const decode = model.decodeLatents;
  let ended = new Float32Array();
  model.decodeLatents = async (latents, side) => {
    ended = latents.slice();
    return new Float32Array(3 * (side * model.pixelsPerLatent) ** 2);
  };
  await pipeline.generate(seededNoise(SEED, pipeline.latentCount), { yieldNow: async () => {}, stopping: false });
  model.decodeLatents = decode;
  return ended;
}
