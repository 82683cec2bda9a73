/** A run of textual inversion (Gal et al., arXiv 2208.01618), from pictures to a new word for the text encoder. */
import type { Embedding } from '../../adapters/embedding.ts';
import type { Job } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { Picture } from '../../pipeline/picture.ts';
import { encodeRunPictures, sideOf } from '../run/holdOut.ts';
import { runMethod } from '../run/run.ts';
import type { RunState } from '../run/state.ts';
import type { LossPoint, RunEnd, RunEvent, RunMethod, RunSettings, StepLosses } from '../run/types.ts';
import { fillTemplate } from './fillTemplate.ts';
import { initializerRow } from './initializer.ts';
import { type InversionBatch, inversionBatch } from './inversionBatch.ts';
import { inversionMeter } from './inversionMeter.ts';
import { inversionMethod } from './inversionMethod.ts';

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
export interface TextualInversionResult extends RunEnd {
  embedding: Embedding;
  /** Of the whole run, with what came before its first step. */
  seconds: number;
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

  const size = sideOf(pictures);
  const encoded = await encodeRunPictures(model, pictures, settings, job, (progress) =>
    onEvent({ phase: 'encode', ...progress }),
  );
  const images = encoded.trained.map(({ views }) => views);
  const method = inversionMethod(model, { ...settings, size }, initialRow);
  const run: RunMethod<InversionBatch, Embedding> = {
    method,
    batches: (step, generator) => [inversionBatch(model, { images, prompts }, batchSize, step, generator)],
    lossPoint: meanLoss,
    prompt: fillTemplate(learntIn, token),
    meter: (samples) => inversionMeter(model, promptOf(learntIn), vectors, samples),
    size,
    idleNets: ['vae'],
    classPrompt: null,
    drawnWith: (theta) => ({ adapters: [], embeddings: [method.result(theta)] }),
  };
  const { learnt, ...end } = await runMethod(model, settings, run, encoded.watched, state, job, onEvent);
  return { embedding: learnt, ...end, seconds: (performance.now() - started) / 1000 };
}

/** The mean over a step's samples. */
function meanLoss({ step, sampleLosses }: StepLosses): LossPoint {
  return { step, instance: sampleLosses.reduce((sum, loss) => sum + loss, 0) / sampleLosses.length, prior: null };
}
