/** The page that the bench drives: starts workers and hands their figures out. */
import * as Comlink from 'comlink';
import type { Picture } from '../src/contract/drawing.ts';
import type { FilmRequest, FilmWorker } from '../src/contract/filmWorker.ts';
import type { BenchRequest, bench, Measurements } from './engine.worker.ts';
import type { Workload } from './workloads.ts';

const BASE = new URL('/', document.baseURI).href;

function startEngine() {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
  return { engine: Comlink.wrap<typeof bench>(worker), end: () => worker.terminate() };
}

const requestFor = (threads: number): BenchRequest => ({
  modelUrl: `${BASE}models/starter/`,
  runtimeUrl: `${BASE}ort/`,
  samplesUrl: `${BASE}samples/`,
  threads,
});

/** All measurements of the engine on wasm with `threads` threads; the whole default run only where asked for. */
async function measureEngine(threads: number, wholeRun: boolean): Promise<Measurements> {
  const { engine, end } = startEngine();
  const request = requestFor(threads);
  const opening = await engine.open(request);
  const drawing = await engine.drawing();
  const training = await engine.training(request.samplesUrl, wholeRun ? null : 40);
  const journeys = wholeRun ? await engine.wholeJourneys(request.samplesUrl) : {};
  end();
  return { 'model loaded': [opening], ...drawing, ...training, ...journeys };
}

let opened: Comlink.Remote<typeof bench> | null = null;

/** Opens the engine on `threads` threads for `time`. */
async function openEngine(threads: number): Promise<void> {
  opened = startEngine().engine;
  await opened.open(requestFor(threads));
}

/** Seconds of each repetition of one piece of work on the engine that was opened. */
async function time(workload: Workload, times: number): Promise<number[]> {
  if (!opened) throw new Error('open the engine first');
  return opened.time(workload, times);
}

/** The runtime's own account of one piece of work, see the worker's `profile`. */
async function profile(workload: Workload, times: number): Promise<string> {
  const { engine, end } = startEngine();
  const lines = await engine.profile(requestFor(1), workload, times);
  end();
  return lines.join('\n');
}

/** Encodes a film of moving colours as the studio does, frame by frame; gives the seconds and the file's size. */
async function encodeFilm(request: FilmRequest): Promise<{ seconds: number; bytes: number }> {
  const worker = new Worker(new URL('../workers/film.worker.ts', import.meta.url), { type: 'module' });
  const film = Comlink.wrap<FilmWorker>(worker);
  const started = performance.now();
  const begun = await film.begin(request);
  if (!begun.ok) throw new Error(begun.error.message);
  for (let index = 0; index < request.frames; index++) {
    const picture = movingPicture(request, index);
    const added = await film.add(Comlink.transfer(picture, [picture.rgba.buffer]));
    if (!added.ok) throw new Error(added.error.message);
  }
  const encoded = await film.finish(Comlink.proxy(() => {}));
  if (!encoded.ok) throw new Error(encoded.error.message);
  worker.terminate();
  return { seconds: (performance.now() - started) / 1000, bytes: encoded.value.byteLength };
}

/** A frame of coloured waves: as many colours as a drawn picture has. */
function movingPicture({ width, height, frames }: FilmRequest, index: number): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const phase = (2 * Math.PI * index) / frames;
  for (let i = 0; i < width * height; i++) {
    const x = (i % width) / width;
    const y = Math.floor(i / width) / height;
    rgba[4 * i] = 128 + 127 * Math.sin(9 * x + phase);
    rgba[4 * i + 1] = 128 + 127 * Math.sin(7 * y - phase);
    rgba[4 * i + 2] = 128 + 127 * Math.sin(5 * (x + y) + 2 * phase);
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}

declare global {
  /** What the bench calls through the browser. */
  var weftBench: {
    measureEngine: typeof measureEngine;
    encodeFilm: typeof encodeFilm;
    openEngine: typeof openEngine;
    time: typeof time;
    profile: typeof profile;
  };
}

globalThis.weftBench = { measureEngine, encodeFilm, openEngine, time, profile };
