/** Stable Diffusion 1.5's own shapes with random weights on a browser's WebGPU: the work that the studio does, timed. */
import '../src/contract/policy/withoutEval.ts';
import { loadCheckpoint, Model, openBrowserRuntime } from '@weft/engine';
import * as Comlink from 'comlink';
import { generatedSource } from '../scripts/fullSize/generatedModel.ts';
import { randomWeight } from '../scripts/fullSize/randomWeights.ts';
import { type BenchDevice, benchDevice } from './benchDevice.ts';
import { prepareWorkload, timed, type Workload } from './workloads.ts';

/** Side of the latents at 512 px, and what an adapter that is emulated can do in minutes. */
const LATENTS = { hardware: 64, software: 8 };

const SEED = 151;

let model: Model | null = null;
/** Whether a first run goes before those that are timed. */
let warmsUp = true;
const prepared = new Map<Workload, () => Promise<void>>();

export const fullSize = {
  /**
   * @param latents side of the latents, 64 being 512 px; null for what the adapter can do
   * @param runtimeUrl where the runtime's files lie
   */
  async open(latents: number | null, runtimeUrl: string): Promise<BenchDevice & { latents: number }> {
    const { runtime, ...opened } = await openBrowserRuntime({ choice: 'webgpu', runtimeUrl });
    const fill = (name: string, shape: readonly number[]) => randomWeight(name, shape, 'F16', SEED);
    const side = latents ?? LATENTS[opened.software ? 'software' : 'hardware'];
    const source = generatedSource({ family: 'sd15', dtype: 'F16', latents: side, fill });
    model = new Model(runtime, await loadCheckpoint(source));
    warmsUp = !opened.software;
    return { ...benchDevice(runtime, opened), latents: side };
  },

  /**
   * Seconds of each repetition. What is compiled and uploaded at first use is done before; on a software adapter, which
   * takes minutes for each, it is part of the first.
   */
  async time(workload: Workload, times: number): Promise<number[]> {
    if (!model) throw new Error('open the model first');
    const known = prepared.get(workload);
    const work = known ?? (await prepareWorkload(model, workload));
    prepared.set(workload, work);
    if (!known && warmsUp) await work();
    return timed(work, times);
  },
};

Comlink.expose(fullSize);
