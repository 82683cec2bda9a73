/** The measurements of the page that anybody can open: each on a worker of its own, which ends with it. */
import * as Comlink from 'comlink';
import type { BenchRequest, bench } from '../engine.worker.ts';
import type { fullSize } from '../fullSize.worker.ts';
import type { Workload } from '../workloads.ts';
import type { BenchRow } from './report.ts';

export const SUBJECTS = ['starter-wasm', 'starter-webgpu', 'full-size'] as const;
export type Subject = (typeof SUBJECTS)[number];

export const SUBJECT_NAMES: Record<Subject, string> = {
  'starter-wasm': 'Starter',
  'starter-webgpu': 'Starter',
  'full-size': 'Stable Diffusion 1.5, random weights',
};

const TIMES: Record<Workload, number> = { 'denoising step': 20, 'training step': 20, image: 3 };
const FULL_SIZE_TIMES = 8;
const THREADS = 8;

const address = (path: string) => new URL(path, document.baseURI).href;

/**
 * Measures one of them; each figure is told as it is found.
 * @throws what the worker throws, such as that there is no WebGPU
 */
export async function measure(subject: Subject, told: (row: BenchRow) => void): Promise<void> {
  return subject === 'full-size'
    ? measureFullSize(told)
    : measureStarter(subject === 'starter-wasm' ? 'wasm' : 'webgpu', told);
}

async function measureStarter(choice: 'wasm' | 'webgpu', told: (row: BenchRow) => void): Promise<void> {
  const model = SUBJECT_NAMES['starter-wasm'];
  const worker = new Worker(new URL('../engine.worker.ts', import.meta.url), { type: 'module' });
  const engine = Comlink.wrap<typeof bench>(worker);
  const request: BenchRequest = {
    modelUrl: address('models/starter/'),
    runtimeUrl: address('ort/'),
    samplesUrl: address('samples/'),
    threads: Math.min(THREADS, navigator.hardwareConcurrency),
    choice,
  };
  try {
    const opening = await engine.open(request);
    const device = await engine.device();
    told({ model, device, work: 'opening the model', seconds: [opening] });
    for (const work of Object.keys(TIMES) as Workload[]) {
      // What is compiled at first use is not counted; on an emulated adapter once is enough.
      await engine.time(work, 1);
      told({ model, device, work, seconds: await engine.time(work, device.software ? 1 : TIMES[work]) });
    }
  } finally {
    worker.terminate();
  }
}

async function measureFullSize(told: (row: BenchRow) => void): Promise<void> {
  const worker = new Worker(new URL('../fullSize.worker.ts', import.meta.url), { type: 'module' });
  const engine = Comlink.wrap<typeof fullSize>(worker);
  try {
    const { latents, ...device } = await engine.open(null, address('ort/'));
    const model = `${SUBJECT_NAMES['full-size']}, ${8 * latents} px`;
    for (const work of ['denoising step', 'training step'] as const)
      told({ model, device, work, seconds: await engine.time(work, device.software ? 1 : FULL_SIZE_TIMES) });
  } finally {
    worker.terminate();
  }
}
