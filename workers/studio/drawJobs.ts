/** Pictures and films as the page asks for them, drawn with the open model, the library's adapters and learnt words. */
import { drawMorph, type Job, Pace, preparePipeline, type Seamless, type Subject, seededNoise } from '@weft/engine';
import * as Comlink from 'comlink';
import { AdapterRef } from '../../src/contract/adapters.ts';
import { CreateSettings, MorphSettings } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import type {
  DrawProgress,
  DrawRequest,
  DrawResult,
  MorphFrame,
  MorphRequest,
  MorphResult,
} from '../../src/contract/studioWorker.ts';
import type { AdapterStore, WeightedAdapter } from './adapters/AdapterStore.ts';
import { readDrawnOver } from './drawnOver.ts';
import { parseSettings } from './explainErrors.ts';
import type { OpenModel } from './openModel.ts';
import { promptAsRead, syntaxOf } from './promptReading.ts';

/** Draws one picture, whose pixels are handed over. */
export async function drawPicture(
  open: OpenModel,
  store: AdapterStore,
  request: DrawRequest,
  job: Job,
  onProgress: (progress: DrawProgress) => void,
): Promise<DrawResult> {
  const started = performance.now();
  const settings = parseSettings(CreateSettings, request.settings);
  const { model } = open;
  const mix = await store.mix(parseRefs(request.adapters), model.adaptableModules);
  const over = request.over ? await readDrawnOver(request.over, settings.size) : null;
  const pipeline = await preparePipeline(model, { ...subjectOf(open, settings, []), mix, over });
  const { steps } = pipeline;
  const pace = new Pace(steps);
  const noise = seededNoise(settings.seed, pipeline.latentCount);
  const picture = await pipeline.generate(noise, job, (step) =>
    onProgress({ step, steps, secondsLeft: pace.secondsLeft(step) }),
  );
  const seconds = (performance.now() - started) / 1000;
  return Comlink.transfer({ picture, seconds }, [picture.rgba.buffer]);
}

/** Draws frame after frame; each is handed over and awaited. */
export async function drawFilm(
  open: OpenModel,
  store: AdapterStore,
  request: MorphRequest,
  job: Job,
  onFrame: (frame: MorphFrame) => Promise<void> | void,
): Promise<MorphResult> {
  const started = performance.now();
  const settings = parseSettings(MorphSettings, request.settings);
  const frames = Math.round(settings.duration * settings.framesPerSecond);
  const keyframes = settings.keyframes.map(({ prompt, ...keyframe }) => ({
    ...keyframe,
    ...(prompt !== undefined && { prompt: promptAsRead(prompt, settings.promptSyntax, keyframe.seed) }),
  }));
  const others = keyframes.flatMap(({ prompt }) => prompt ?? []);
  const subject = subjectOf(open, settings, await store.readAll(parseRefs(request.adapters)), others);
  const firstFrame = Math.max(0, Math.trunc(request.firstFrame));
  const pace = new Pace(frames);
  await drawMorph(open.model, { subject, keyframes, frames, firstFrame }, job, async (picture, index) => {
    const frame = { index, frames, secondsLeft: pace.secondsLeft(index + 1), picture };
    await onFrame(Comlink.transfer(frame, [picture.rgba.buffer]));
  });
  return { frames, seconds: (performance.now() - started) / 1000 };
}

/** Which edges of a picture meet. */
const SEAMLESS: Readonly<Record<CreateSettings['seamless'], Seamless | null>> = {
  none: null,
  both: { across: true, down: true },
  'half-drop': { across: true, down: true, moved: 'columns' },
  brick: { across: true, down: true, moved: 'rows' },
  across: { across: true, down: false },
  down: { across: false, down: true },
};

export const parseRefs = (refs: readonly AdapterRef[]): AdapterRef[] =>
  refs.map((ref) => parseSettings(AdapterRef, ref));

/**
 * @param others prompts that are drawn beside the settings' own, as they are read
 * @throws StudioError where the model has no such size
 */
function subjectOf(
  { model, words }: OpenModel,
  settings: CreateSettings,
  adapters: readonly WeightedAdapter[],
  others: readonly string[] = [],
): Subject {
  if (settings.size % model.sizeStep !== 0) {
    throw studioError(
      'bad-setting',
      say('The size must be a multiple of {sizeStep} pixels.', { sizeStep: model.sizeStep }),
      'Choose another size.',
    );
  }
  const read = (prompt: string) => promptAsRead(prompt, settings.promptSyntax, settings.seed);
  const own = { prompt: read(settings.prompt), negativePrompt: read(settings.negativePrompt) };
  const prompts = [own.prompt, own.negativePrompt, ...others];
  return {
    ...settings,
    ...own,
    promptSyntax: syntaxOf(model, words, settings.promptSyntax, prompts),
    guidanceStop: settings.guidanceUntil / 100,
    seamless: SEAMLESS[settings.seamless],
    adapters,
    embeddings: words,
  };
}
