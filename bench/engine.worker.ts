/** Measures the engine inside a browser's worker, on the same code that the studio runs. */
import '../src/contract/policy/withoutEval.ts';
import {
  drawMorph,
  fetchSource,
  loadCheckpoint,
  Model,
  openBrowserRuntime,
  type Picture,
  preparePipeline,
  STARTER_INVERSION,
  STARTER_LORA,
  seededNoise,
  trainDreamBooth,
  trainTextualInversion,
} from '@weft/engine';
import type { LoraAdapter } from '@weft/engine/internal';
import * as Comlink from 'comlink';
import { NINE_SEEDS } from '../src/features/compare/grid/compareAxes.ts';
import { CLASS_PROMPT, CREATE_DEFAULTS, SUBJECT_PROMPT } from '../src/features/drawing/settings/drawingDefaults.ts';
import { MORPH_DEFAULTS } from '../src/features/morph/morphDefaults.ts';
import { decodePicture } from '../workers/shared/decodePicture.ts';
import { RunningJob } from '../workers/studio/runningJob.ts';
import { type BenchDevice, benchDevice } from './benchDevice.ts';
import { profiledRuntime } from './profiledRuntime.ts';
import { prepareWorkload, timed, type Workload } from './workloads.ts';

/** Where to find what, and on how many threads. */
export interface BenchRequest {
  modelUrl: string;
  runtimeUrl: string;
  samplesUrl: string;
  threads: number;
  /** wasm, where nothing is said. */
  choice?: 'wasm' | 'webgpu';
}

/** Seconds of every repetition, by what was measured. */
export type Measurements = Record<string, number[]>;

const REPETITIONS = 15;
const FILM_FRAMES = 90;

async function repeat(times: number, work: () => Promise<unknown>): Promise<number[]> {
  await work();
  const seconds: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
}

let model: Model | null = null;
let device: BenchDevice | null = null;
/** What the LoRA run left: grids and films are drawn with it. */
let learnt: LoraAdapter | null = null;
const prepared = new Map<Workload, () => Promise<void>>();

/** What the bench page calls. */
export const bench = {
  /** Loads the model; gives the seconds that took. */
  async open({ modelUrl, runtimeUrl, threads, choice = 'wasm' }: BenchRequest): Promise<number> {
    const started = performance.now();
    const { runtime, ...opened } = await openBrowserRuntime({ choice, runtimeUrl, threads });
    device = benchDevice(runtime, opened);
    model = new Model(runtime, await loadCheckpoint(fetchSource(modelUrl, 'starter')));
    return (performance.now() - started) / 1000;
  },

  /** What was opened. */
  device(): BenchDevice {
    if (!device) throw new Error('open the model first');
    return device;
  },

  /** U-Net forward on a pair of samples, and an image at 25 steps with guidance. */
  async drawing(): Promise<Measurements> {
    const opened = openedModel();
    const side = opened.nativeSize / opened.pixelsPerLatent;
    const { maxTokens } = opened.checkpoint.tokenizer;
    const unet = await opened.denoiser({ batch: 2, height: side, width: side, textLength: maxTokens }, null);
    const count = opened.latentChannels * side * side;
    const states = await opened.encodePrompt('a fabric pattern');
    const feeds = {
      sample: opened.tensor(seededNoise(1, 2 * count)(), [2, opened.latentChannels, side, side]),
      timesteps: opened.tensor(Float32Array.of(500, 500), [2, 1]),
      encoderHiddenStates: opened.tensor(Float32Array.from([...states, ...states]), [
        2,
        maxTokens,
        states.length / maxTokens,
      ]),
    };
    const forward = await repeat(REPETITIONS, () => unet.run(feeds));

    const pipeline = await preparePipeline(opened, {
      prompt: 'a red striped fabric pattern',
      negativePrompt: '',
      guidanceScale: 7.5,
      samplingSteps: 25,
      sampler: 'dpmsolver++',
      size: opened.nativeSize,
      adapters: [],
    });
    const noise = seededNoise(42, pipeline.latentCount);
    const image = await repeat(3, () => pipeline.generate(noise, new RunningJob()));
    return { 'U-Net forward, pair of samples': forward, 'image, 25 guided steps': image };
  },

  /** Whole runs on the sample fabrics: seconds of each, and seconds a step within them. */
  async training(samplesUrl: string, steps: number | null): Promise<Measurements> {
    const opened = openedModel();
    const pictures = await samplePictures(samplesUrl);
    const settings = {
      ...STARTER_LORA,
      instancePrompt: SUBJECT_PROMPT,
      classPrompt: CLASS_PROMPT,
      ...(steps === null ? {} : { steps, classImages: 1 }),
    };
    const stepSeconds: number[] = [];
    let last: { time: number; done: number } | null = null;
    const result = await trainDreamBooth(opened, pictures, settings, new RunningJob(), (event) => {
      if (event.phase !== 'train') return;
      const now = performance.now() / 1000;
      if (last) stepSeconds.push((now - last.time) / (event.done - last.done));
      last = { time: now, done: event.done };
    });
    learnt = result.adapter;
    return {
      'training step, pair of samples': stepSeconds,
      ...(steps === null ? { 'default run, images to adapter': [result.seconds] } : {}),
    };
  },

  /** A default run of textual inversion on the sample fabrics, and what is drawn with the adapter of the LoRA run. */
  async wholeJourneys(samplesUrl: string): Promise<Measurements> {
    const opened = openedModel();
    const pictures = await samplePictures(samplesUrl);
    const word = { ...STARTER_INVERSION, placeholder: '<african-fabric>', initializer: 'pattern' };
    const { seconds } = await trainTextualInversion(opened, pictures, word, new RunningJob(), () => {});
    if (!learnt) throw new Error('train first');
    const adapters = [{ adapter: learnt, weight: 1 }];

    const gridStarted = performance.now();
    for (const seed of NINE_SEEDS.split(',').map(Number)) {
      const pipeline = await preparePipeline(opened, {
        ...CREATE_DEFAULTS,
        promptSyntax: 'plain',
        seamless: null,
        adapters,
      });
      await pipeline.generate(seededNoise(seed, pipeline.latentCount), new RunningJob());
    }
    const filmStarted = performance.now();
    const { keyframes } = MORPH_DEFAULTS;
    const film = {
      subject: { ...MORPH_DEFAULTS, promptSyntax: 'plain' as const, seamless: null, adapters },
      keyframes,
      frames: FILM_FRAMES,
    };
    await drawMorph(opened, film, new RunningJob(), async () => {});
    const ended = performance.now();
    return {
      'default run of textual inversion, images to word': [seconds],
      [`grid of nine pictures, ${CREATE_DEFAULTS.samplingSteps} guided steps, a LoRA`]: [
        (filmStarted - gridStarted) / 1000,
      ],
      [`film of ${FILM_FRAMES} frames drawn, ${MORPH_DEFAULTS.samplingSteps} guided steps, a LoRA`]: [
        (ended - filmStarted) / 1000,
      ],
    };
  },

  /** Seconds of each repetition of one piece of work; the first call for it makes it ready. */
  async time(workload: Workload, times: number): Promise<number[]> {
    const work = prepared.get(workload) ?? (await prepareWorkload(openedModel(), workload));
    prepared.set(workload, work);
    return timed(work, times);
  },

  /** The runtime's own account of one piece of work on one thread, as it prints it: lines of JSON. */
  async profile({ modelUrl, runtimeUrl }: BenchRequest, workload: Workload, times: number): Promise<string[]> {
    const lines: string[] = [];
    // The runtime takes hold of console.log when it starts, and writes its account there.
    console.log = (line: unknown) => lines.push(String(line));
    const opened = await openBrowserRuntime({ choice: 'wasm', runtimeUrl, threads: 1 });
    const { runtime, sessions } = profiledRuntime(opened.runtime);
    const profiled = new Model(runtime, await loadCheckpoint(fetchSource(modelUrl, 'starter')));
    await timed(await prepareWorkload(profiled, workload), times);
    for (const session of sessions) session.endProfiling();
    return lines;
  },
};

async function samplePictures(samplesUrl: string): Promise<Picture[]> {
  const listing = (await (await fetch(new URL('samples.json', samplesUrl))).json()) as { images: string[] };
  const pictures: Picture[] = [];
  for (const file of listing.images) {
    const bytes = await (await fetch(new URL(file, samplesUrl))).arrayBuffer();
    pictures.push(await decodePicture(bytes, openedModel().nativeSize));
  }
  return pictures;
}

function openedModel(): Model {
  if (!model) throw new Error('open the model first');
  return model;
}

Comlink.expose(bench);
