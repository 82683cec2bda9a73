/** A run of textual inversion (Gal et al., arXiv 2208.01618), from pictures to a new word for the text encoder. */
import type { Embedding } from '../adapters/embedding.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import { EngineError } from '../EngineError.ts';
import { Graph } from '../graph/graph.ts';
import { cast } from '../graph/operators/index.ts';
import { CancelledError, type Job } from '../model/job.ts';
import type { Model } from '../model/model.ts';
import { mirrored, type Picture } from '../model/picture.ts';
import { textEncoderPrefix } from '../model/promptInputs.ts';
import { NetBuilder } from '../nets/layers.ts';
import { tokenEmbeddings } from '../nets/textEncoder.ts';
import { numbersOf, Program } from '../runtime/program.ts';
import { inversionBatch } from './inversionBatch.ts';
import { fillTemplate } from './inversionTemplates.ts';
import { InversionTrainer } from './inversionTrainer.ts';
import { encodePictures, type LossPoint, type Progress, type StepLosses, trainSteps } from './trainingRun.ts';

/** A run's settings. */
export interface TextualInversionSettings {
  /** The new word, e.g. `<african-fabric>`; see `PromptTokenizer.requirePlaceholder`. */
  placeholder: string;
  /** One token of the vocabulary that says what kind of thing it is: the rows start as its row. */
  initializer: string;
  /** Rows that the word gets, 1 or more; each takes a position in the prompt. */
  vectors: number;
  /** Prompts to learn it in, with `{}` for the word; at least one, e.g. OBJECT_TEMPLATES. */
  templates: readonly string[];
  steps: number;
  /** Samples in one step; their losses are averaged. */
  batchSize: number;
  learningRate: number;
  /** Whether mirror images count as pictures of the subject too: then each sample is one or the other by chance. */
  mirror: boolean;
  seed: number;
}

/** What is heard of a run. */
export type TextualInversionEvent =
  | ({ phase: 'encode' | 'prepare' } & Progress)
  | ({ phase: 'train'; losses: LossPoint[]; secondsPerStep: number; skippedSteps: number } & Progress);

/** What a run leaves behind. */
export interface TextualInversionResult {
  embedding: Embedding;
  stepsDone: number;
  stopped: boolean;
  seconds: number;
  trainingSeconds: number;
}

/** An initialiser that is not exactly one token. */
export class InitializerError extends EngineError {
  override readonly name = 'InitializerError';
}

/**
 * Learns a word from square pictures of the model's native size. Ends early and keeps what was learnt when the job
 * is stopping; throws CancelledError when it is cancelled, or stopped before the first step; PlaceholderError or
 * InitializerError, before anything else, where one of the two words won't do.
 */
export async function trainTextualInversion(
  model: Model,
  pictures: readonly Picture[],
  settings: TextualInversionSettings,
  job: Job,
  onEvent: (event: TextualInversionEvent) => void,
): Promise<TextualInversionResult> {
  const started = performance.now();
  const { placeholder: token, vectors, batchSize: batch } = settings;
  const { tokenizer, unet } = model.checkpoint;
  tokenizer.requirePlaceholder(token);
  const initialRow = await initializerRow(model, settings.initializer);
  const prompts = settings.templates.map((template) =>
    tokenizer.encode(fillTemplate(template, token), [{ token, vectors }]),
  );

  const views = pictures.flatMap((picture) => (settings.mirror ? [picture, mirrored(picture)] : [picture]));
  const encoded = await encodePictures(model, views, job, (progress) => onEvent({ phase: 'encode', ...progress }));
  const perPicture = settings.mirror ? 2 : 1;
  const images = pictures.map((_, i) => encoded.slice(i * perPicture, (i + 1) * perPicture));

  onEvent({ phase: 'prepare', done: 0, total: 1, secondsLeft: null });
  await job.breathe();
  // Stopped before the first step: nothing has been learnt that could be kept.
  if (job.stopping) throw new CancelledError();
  const generator = new TorchGenerator(settings.seed);
  const side = unet.config.sample_size;
  const sizes = { batch, height: side, width: side, textLength: tokenizer.maxTokens };
  const { learningRate } = settings;
  const trainer = await InversionTrainer.create(
    model,
    { placeholder: token, vectors, learningRate, sizes },
    initialRow,
  );
  try {
    const trainingStarted = performance.now();
    await trainSteps(
      settings.steps,
      (step) => trainer.train(inversionBatch(model, { images, prompts }, batch, step, generator)),
      job,
      async (progress, losses, secondsPerStep) => {
        const skippedSteps = await trainer.skippedSteps();
        onEvent({ phase: 'train', ...progress, losses: losses.map(meanLoss), secondsPerStep, skippedSteps });
      },
    );
    const ended = performance.now();
    return {
      embedding: await trainer.embedding(),
      stepsDone: trainer.stepsDone,
      stopped: trainer.stepsDone < settings.steps,
      seconds: (ended - started) / 1000,
      trainingSeconds: (ended - trainingStarted) / 1000,
    };
  } finally {
    await trainer.release();
  }
}

/** The text encoder's own row for the one token of `initializer`. Throws InitializerError where it isn't one. */
export async function initializerRow(model: Model, initializer: string): Promise<Float32Array> {
  const { tokenizer, textEncoder } = model.checkpoint;
  const ids = tokenizer.idsOf(initializer);
  if (ids.length !== 1) {
    throw new InitializerError(
      ids.length === 0
        ? 'The initialiser is empty.'
        : `The initialiser “${initializer}” is ${ids.length} tokens for this model.`,
      'Choose one word that the model knows and that says what kind of thing it is, such as “pattern”.',
    );
  }
  const { config, weights } = textEncoder;
  // The device looks it up: the weights may be there alone.
  const graph = new Graph(model.runtime.precision);
  const row = tokenEmbeddings(
    new NetBuilder(graph),
    config,
    graph.input('ids', [1], 'int64'),
    textEncoderPrefix(weights),
  );
  graph.output('row', cast(row, 'float32'));
  const program = await Program.compile(model.runtime, graph, weights);
  try {
    const feeds = { ids: new model.runtime.ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1]) };
    return numbersOf(await program.run(feeds), 'row');
  } finally {
    await program.release();
  }
}

/** The mean over a step's samples. */
function meanLoss({ step, sampleLosses }: StepLosses): LossPoint {
  return { step, instance: sampleLosses.reduce((sum, loss) => sum + loss, 0) / sampleLosses.length, prior: null };
}
