/** Stable Diffusion 1.5's own shapes with random weights on a browser's WebGPU: the work that the studio does, timed. */

import { loadCheckpoint, Model, openBrowserRuntime } from '@weft/engine';
import * as Comlink from 'comlink';
import { generatedSource } from '../scripts/fullSize/generatedModel.ts';
import { randomWeight } from '../scripts/fullSize/randomWeights.ts';
import { prepareWorkload, timed, type Workload } from './workloads.ts';

/** The device that was opened. */
export interface FullSizeDevice {
  adapter: string;
  software: boolean;
  precision: 'float16' | 'float32';
}

const SEED = 151;

let model: Model | null = null;
/** Whether a first run goes before those that are timed. */
let warmsUp = true;
const prepared = new Map<Workload, () => Promise<void>>();

export const fullSize = {
  /** @param latents side of the latents; 64 are 512 px @param runtimeUrl where the runtime's files lie */
  async open(latents: number, runtimeUrl: string): Promise<FullSizeDevice> {
    const { runtime, adapter, software } = await openBrowserRuntime({ choice: 'webgpu', runtimeUrl });
    const fill = (name: string, shape: readonly number[]) => randomWeight(name, shape, 'F16', SEED);
    const source = generatedSource({ family: 'sd15', dtype: 'F16', latents, fill });
    model = new Model(runtime, await loadCheckpoint(source));
    warmsUp = !software;
    return { adapter, software, precision: runtime.precision };
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
