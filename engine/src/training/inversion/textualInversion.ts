/** A run of textual inversion (Gal et al., arXiv 2208.01618), from pictures to a new word for the text encoder. */
import type { Embedding } from '../../adapters/embedding.ts';
import type { Job } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import { mirrored, type Picture } from '../../pipeline/picture.ts';
import type { RunState } from '../run/runState.ts';
import { holdOutImages } from '../run/runWatch.ts';
import { encodePictures, type LossPoint, type StepLosses, sideOf } from '../run/trainingRun.ts';
import { type Method, type RunEvent, type RunSettings, runMethod } from '../run/watchedRun.ts';
import { initializerRow } from './initializer.ts';
import { inversionBatch } from './inversionBatch.ts';
import { inversionMeter } from './inversionMeter.ts';
import { fillTemplate } from './inversionTemplates.ts';
import { InversionTrainer } from './inversionTrainer.ts';

/** A run's settings. */
export interface TextualInversionSettings extends RunSettings {
  /** The new word, e.g. `<african-fabric>`; see `PromptTokenizer.requirePlaceholder`. */
  placeholder: string;
  /** One token of the vocabulary that says what kind of thing it is: the rows start as its row. */
  initializer: string;
  /** Rows that the word gets, 1 or more; each takes a position in the prompt. */
  vectors: number;
  /** Prompts to learn it in, with `{}` for the word; the evaluation loss is measured in the first. */
  templates: readonly string[];
  /** Samples in one step; their losses are averaged. */
  batchSize: number;
  /** Whether mirror images count as pictures of the subject too: then each sample is one or the other by chance. */
  mirror: boolean;
}

/** What a run leaves behind. */
export interface TextualInversionResult {
  /** What was learnt, under the placeholder. */
  embedding: Embedding;
  /** The steps that it learnt in: fewer than were taken where early stopping kept what was better. */
  stepsDone: number;
  /** Steps taken, those of earlier sessions included. */
  stepsTaken: number;
  /** Whether it ended before the last step. */
  stopped: boolean;
  /** Of the whole call. */
  seconds: number;
  /** Of the steps alone, with what was done between them. */
  trainingSeconds: number;
}

/**
 * Learns a word from square pictures of one size, a multiple of the model's sizeStep. Ends early and keeps what was learnt when the job
 * is stopping; throws CancelledError when it is cancelled, or stopped before the first step; PlaceholderError or
 * InitializerError, before anything else, where one of the two words won't do.
 * @param state goes on from here, with the same pictures and settings; RunStateError where it can't be
 */
export async function trainTextualInversion(
  model: Model,
  pictures: readonly Picture[],
  settings: TextualInversionSettings,
  job: Job,
  onEvent: (event: RunEvent) => void,
  state: RunState | null = null,
): Promise<TextualInversionResult> {
  const started = performance.now();
  const { placeholder: token, vectors, batchSize, templates } = settings;
  const { tokenizer } = model.checkpoint;
  tokenizer.requirePlaceholder(token);
  const initialRow = await initializerRow(model, settings.initializer);
  const promptOf = (template: string) => tokenizer.encode(fillTemplate(template, token), [{ token, vectors }]);
  const prompts = templates.map(promptOf);
  const [learntIn = '{}'] = templates;

  const { trained, heldOut } = holdOutImages(pictures, settings.holdOut);
  // A picture and its mirror image lie together: where one is held out, so is the other.
  const views = (picture: Picture) => (settings.mirror ? [picture, mirrored(picture)] : [picture]);
  const all = [...trained.flatMap(views), ...heldOut];
  const encoded = await encodePictures(model, all, job, (progress) => onEvent({ phase: 'encode', ...progress }));
  const perPicture = settings.mirror ? 2 : 1;
  const images = trained.map((_, i) => encoded.slice(i * perPicture, (i + 1) * perPicture));

  const size = sideOf(pictures);
  const method: Method<Embedding, InversionTrainer> = {
    createTrainer: (_, saved) => InversionTrainer.create(model, { ...settings, size }, initialRow, saved),
    takeStep: (trainer, step, generator) =>
      trainer.train(inversionBatch(model, { images, prompts }, batchSize, step, generator)),
    lossPoint: meanLoss,
    prompt: fillTemplate(learntIn, token),
    meter: (samples) => inversionMeter(model, promptOf(learntIn), vectors, samples),
    size,
    idleNets: ['vae'],
    classPrompt: null,
    thetaOf: ({ vectors: rows }) => rows,
    withTheta: (embedding, rows) => ({ ...embedding, vectors: rows }),
    drawnWith: (embedding) => ({ adapters: [], embeddings: [embedding] }),
  };
  const watched = {
    trained: images.flatMap(([first]) => first ?? []),
    heldOut: encoded.slice(trained.length * perPicture),
  };
  const { learnt, ...course } = await runMethod(model, settings, method, watched, state, job, onEvent);
  return { embedding: learnt, ...course, seconds: (performance.now() - started) / 1000 };
}

/** The mean over a step's samples. */
function meanLoss({ step, sampleLosses }: StepLosses): LossPoint {
  return { step, instance: sampleLosses.reduce((sum, loss) => sum + loss, 0) / sampleLosses.length, prior: null };
}
