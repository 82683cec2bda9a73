/** Pictures that are drawn over another one, whole and in a part of it, against diffusers' pipelines: where their ways end. */
import { type DrawnOver, loadCheckpoint, Model, type Picture, type SamplerKind } from '@weft/engine';
import type { Lane, ParityCase } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import { ReferenceTensors } from '../referenceTensors.ts';
import { relativeError } from '../relativeError.ts';
import type { ParityRow } from '../rows.ts';
import { finalLatents } from './fewStep.ts';

const FOLDER = 'tests/fixtures/draw-over';

/** The reference's numbers. */
export async function readDrawOver(lane: Lane): Promise<ReferenceTensors> {
  return new ReferenceTensors(await lane.read(`${FOLDER}/expected.safetensors`));
}

/** The tiny model as it is, or with the scheduler's settings of a model without any signal at its last timestep. */
export async function openToDrawOver(lane: Lane, kind: string): Promise<Model> {
  const read = (path: string) =>
    lane.read(
      kind === 'zero-snr' && path.endsWith('/scheduler_config.json')
        ? `${FOLDER}/zero-snr-scheduler_config.json`
        : path,
    );
  return new Model(lane.runtime, await loadCheckpoint(laneSource({ ...lane, read }, 'tests/fixtures/tiny', 'tiny')));
}

/** The reference's picture [side, side, 3], or its mask [side, side]. */
export function pictureOf(reference: ReferenceTensors, name: 'picture' | 'mask'): Picture {
  const { shape, data } = reference.get(name);
  const [height = 0, width = 0, channels = 1] = shape;
  const rgba = new Uint8ClampedArray(4 * width * height).map((_, i) =>
    i % 4 === 3 ? 255 : (data[Math.floor(i / 4) * channels + (channels === 1 ? 0 : i % 4)] as number),
  );
  return { width, height, rgba };
}

export const drawOver: ParityCase = async (lane) => {
  const reference = await readDrawOver(lane);
  const picture = pictureOf(reference, 'picture');
  const mask = pictureOf(reference, 'mask');
  const rows: ParityRow[] = [];
  for (const kind of ['epsilon', 'zero-snr']) {
    const model = await openToDrawOver(lane, kind);
    for (const name of ['whole', 'part'].flatMap((how) => reference.names(`${how}.${kind}.`))) {
      const [, how = '', sampler = '', strength = ''] = /^([^.]+)\.[^.]+\.([^.]+)\.(.+)$/.exec(name) ?? [];
      const over: DrawnOver = { picture, strength: Number(strength), mask: how === 'part' ? mask : null };
      const latents = await finalLatents(model, {
        prompt: 'a sks african fabric pattern',
        negativePrompt: 'blurry',
        size: model.nativeSize,
        guidanceScale: 7.5,
        samplingSteps: 10,
        sampler: sampler as SamplerKind,
        adapters: [],
        over,
      });
      rows.push({
        what: how === 'part' ? 'latents of pictures drawn over in a part' : 'latents of pictures drawn over',
        lane: lane.name,
        measured: relativeError(latents, reference.get(name).data),
        bound: lane.name === 'cpu' ? 1e-5 : 1e-4,
        unit: '‖a−b‖/‖b‖',
      });
    }
    await model.release();
  }
  return rows;
};
