/** Every graph that the studio runs, each through the code that builds it there, on fixed numbers. */
import { type Job, type Model, type Picture, trainTextualInversion } from '@weft/engine';
import {
  type Graph,
  initTheta,
  inTextEncoder,
  inversionGradientGraph,
  LOSS_SCALE,
  type LoraAdapter,
  type LoraGraphOptions,
  type LoraMix,
  type LoraOptions,
  loraGradientGraph,
  loraMethod,
  loraSize,
  measureLoss,
  mixLoras,
  type NetWeights,
  numbersOf,
  Program,
  promptFeeds,
  splitMix,
  type Tensors,
  TorchGenerator,
  Trainer,
  textEncoderPrefix,
  type UNetSizes,
} from '@weft/engine/internal';

/** What one graph put out, by name. */
export type Outputs = Record<string, Float32Array>;

/** One graph of the studio. */
export interface StudioGraph {
  name: string;
  /** Builds the graph on the model's runtime, as the studio does, and runs it. */
  run(model: Model): Promise<Outputs>;
  /** Whether the tiny model is enough, since it has every kind of node that the others have. */
  tinyOnly?: boolean;
}

const PROMPT = 'a photo of a red fabric with a pattern of circles';
const PROMPTS = [PROMPT, 'a photo of a fabric'];
const RANK = 4;
/** Sample pictures and checkpoints run no graphs of their own. */
const UNWATCHED = {
  checkpointEvery: 0,
  evalEvery: 0,
  holdOut: 0,
  sampleEvery: 0,
  samplePrompt: '',
  patience: 0,
  segments: 0,
};
const TRAINING_STEPS = 3;

const job: Job = { stopping: false, yieldNow: async () => {} };

export const studioGraphs: readonly StudioGraph[] = [
  { name: 'text encoder', run: async (model) => ({ states: await model.encodePrompt(PROMPT) }) },
  {
    name: 'text encoder, LoRA on every layer',
    run: async (model) => ({ states: await model.encodePrompt(PROMPT, everyLayer(model).textEncoder) }),
  },
  {
    name: 'text encoder, learnt words',
    run: async (model) => {
      const width = model.checkpoint.textEncoder.config.hidden_size;
      const vectors = Float32Array.from(normal(2 * width, 11, 0.02));
      const word = { baseModel: 'any', token: '<fabric>', width, vectors };
      return { states: await model.encodePrompt('a photo of a <fabric> dress', null, [word]) };
    },
  },
  {
    name: 'autoencoder encode',
    run: async (model) => {
      const size = model.nativeSize;
      return { moments: await model.encodePixels(uniform(3 * size * size, 1), size) };
    },
  },
  {
    name: 'autoencoder decode',
    run: async (model) => {
      const { config } = model.checkpoint.unet;
      const latents = normal(latentCount(model), 2);
      return { pixels: await model.decodeLatents(latents, config.sample_size) };
    },
  },
  { name: 'U-Net, drawing', run: (model) => draw(model, null) },
  { name: 'U-Net, drawing, LoRA on every layer', run: (model) => draw(model, everyLayer(model).unet) },
  { name: 'U-Net, drawing, deep layers kept', run: drawSharing },
  {
    name: 'DreamBooth, loss',
    run: async (model) => {
      const std = new Float32Array(latentCount(model));
      const images = [{ mean: normal(latentCount(model), 3), std }];
      const measurement = { images, prompt: PROMPT, timestepsPerImage: 2, seed: 1 };
      return { loss: Float32Array.of(await measureLoss(model, adapterOf(model), measurement)) };
    },
  },
  { name: 'DreamBooth, gradient', run: (model) => dreamBoothGradient(model) },
  // As larger pictures have it: here a head's scores are 16 kB.
  {
    name: 'DreamBooth, attention in chunks',
    run: (model) => dreamBoothGradient(model, { scoreBytes: 10_000 }),
    tinyOnly: true,
  },
  { name: 'DreamBooth, training steps', run: (model) => dreamBoothSteps(model) },
  // Every layer of both nets, gradients accumulated, a moving average.
  {
    name: 'DreamBooth in full, training steps',
    run: (model) => dreamBoothSteps(model, { modules: model.adaptableModules, accumulation: 2, averageDecay: 0.9 }),
  },
  // A forward graph, a backward graph for each segment, and the update; text states and skips cross many of them.
  {
    name: 'DreamBooth in segments, training steps',
    run: (model) => dreamBoothSteps(model, { modules: model.adaptableModules, segments: 5 }),
    tinyOnly: true,
  },
  // A graph before the step's, whose target stays on the device.
  {
    name: 'DreamBooth held to its own prediction, training steps',
    run: (model) => dreamBoothSteps(model, { modules: model.adaptableModules, ownPredictions: 1 }),
    tinyOnly: true,
  },
  { name: 'textual inversion, gradient', run: inversionGradient },
  {
    name: 'textual inversion, run',
    run: async (model) => {
      const pictures = [1, 2].map((seed) => noisePicture(model.nativeSize, seed));
      const settings = {
        placeholder: '<fabric>',
        initializer: 'a',
        vectors: 2,
        templates: ['a photo of a {}', 'the photo of a {}'],
        steps: TRAINING_STEPS,
        batchSize: 2,
        learningRate: 5e-4,
        mirror: true,
        seed: 5,
        ...UNWATCHED,
        evalEvery: TRAINING_STEPS,
      };
      const losses: number[] = [];
      const evaluations: number[] = [];
      const result = await trainTextualInversion(model, pictures, settings, job, (event) => {
        if (event.phase === 'train') losses.push(...event.losses.map(({ instance }) => instance));
        if (event.phase === 'evaluation') evaluations.push(event.point.trained);
      });
      return {
        losses: Float32Array.from(losses),
        evaluations: Float32Array.from(evaluations),
        theta: result.embedding.vectors,
      };
    },
  },
];

async function draw(model: Model, lora: LoraMix | null): Promise<Outputs> {
  const sizes = pairSizes(model);
  const program = await model.denoiser(sizes, lora);
  const { timesteps, sample } = sampleTensors(model, sizes);
  const feeds = {
    sample,
    timesteps,
    encoderHiddenStates: encoderHiddenStates(model, sizes),
    ...model.mixFeed(lora).tensors,
  };
  return { prediction: numbersOf(await program.run(feeds), 'prediction') };
}

/** One step whole, and another by what its deep layers gave. */
async function drawSharing(model: Model): Promise<Outputs> {
  const sizes = pairSizes(model);
  const { timesteps, sample } = sampleTensors(model, sizes);
  const feeds = { sample, timesteps, encoderHiddenStates: encoderHiddenStates(model, sizes) };
  const whole = await (await model.sharingDenoiser(sizes, null, 'keeping')).run(feeds);
  const deep = whole.deep as Tensors[string];
  const later = await (await model.sharingDenoiser(sizes, null, 'shallow')).run({ ...feeds, deep });
  deep.dispose();
  return { prediction: numbersOf(whole, 'prediction'), later: numbersOf(later, 'prediction') };
}

async function dreamBoothGradient(model: Model, options: Pick<LoraGraphOptions, 'scoreBytes'> = {}): Promise<Outputs> {
  const sizes = pairSizes(model);
  const modules = [...model.loraModules];
  const { config, weights } = model.checkpoint.unet;
  const graph = loraGradientGraph({
    config,
    sizes,
    modules,
    rank: RANK,
    loraAlpha: RANK,
    precision: model.runtime.precision,
    ...options,
  });
  return gradientOf(model, graph, weights, {
    ...trainingFeeds(model, sizes),
    encoderHiddenStates: encoderHiddenStates(model, sizes),
    theta: vector(model, adapterOf(model).theta),
  });
}

async function inversionGradient(model: Model): Promise<Outputs> {
  const sizes = pairSizes(model);
  const { textEncoder: text, unet, tokenizer } = model.checkpoint;
  const prompts = ['a photo of a <fabric>', 'my <fabric> on a table'].map((prompt) =>
    tokenizer.encode(prompt, [{ token: '<fabric>', vectors: 2 }]),
  );
  const graph = inversionGradientGraph({
    textEncoder: { config: text.config, prefix: textEncoderPrefix(text.weights) },
    unet: unet.config,
    sizes,
    vectors: 2,
    precision: model.runtime.precision,
  });
  return gradientOf(model, graph, [text.weights, unet.weights], {
    ...trainingFeeds(model, sizes),
    ...promptFeeds(model.runtime, prompts, 2),
    theta: vector(model, normal(2 * text.config.hidden_size, 12, 0.02)),
  });
}

async function gradientOf(
  model: Model,
  graph: Graph,
  weights: NetWeights | readonly NetWeights[],
  feeds: Tensors,
): Promise<Outputs> {
  const program = await Program.compile(model.runtime, graph, weights);
  try {
    const results = await program.run({ ...feeds, lossScale: vector(model, Float32Array.of(LOSS_SCALE.initial)) });
    return { losses: numbersOf(results, 'sampleLosses'), gradient: numbersOf(results, 'gradient') };
  } finally {
    await program.release();
  }
}

/** @param options what differs from the defaults */
async function dreamBoothSteps(model: Model, options: Partial<LoraOptions> = {}): Promise<Outputs> {
  const sizes = pairSizes(model);
  const { modules = model.loraModules, accumulation = 1, ownPredictions = 0 } = options;
  const trainer = await Trainer.create(
    model,
    loraMethod(model, { rank: RANK, loraAlpha: RANK, learningRate: 1e-3, samples: sizes.batch, ...options }),
    new TorchGenerator(4),
  );
  const prompts = modules.some(inTextEncoder)
    ? PROMPTS.map((prompt) => ({ encoded: model.checkpoint.tokenizer.encode(prompt) }))
    : [30, 31].map((seed) => ({
        states: normal(sizes.textLength * model.checkpoint.unet.config.cross_attention_dim, seed),
      }));
  const losses: number[] = [];
  for (let step = 0; step < TRAINING_STEPS; step++) {
    const noise = new TorchGenerator(20 + step);
    const numbers = sizes.batch * latentCount(model);
    const batches = Array.from({ length: accumulation }, () => ({
      noisyLatents: noise.randn(numbers),
      target: noise.randn(numbers - ownPredictions * latentCount(model)),
      timesteps: Float32Array.of(10 + 300 * step, 990 - 300 * step),
      sampleWeights: Float32Array.of(1, 0.7).map((weight) => weight / accumulation),
      prompts,
    }));
    const read = await trainer.train(...batches);
    losses.push(...(await read()));
  }
  const { theta } = await trainer.learnt();
  const skipped = Float32Array.of(await trainer.skippedSteps());
  await trainer.release();
  return { losses: Float32Array.from(losses), theta, skipped };
}

/** An adapter on every linear layer and convolution of both nets, of two adapters with ranks of their own. */
function everyLayer(model: Model): ReturnType<typeof splitMix> {
  const adapters = [2, 3].map((rank, seed) => {
    const modules = [...model.adaptableModules];
    const theta = normal(loraSize(modules, rank), 40 + seed, 0.05) as Float32Array<ArrayBuffer>;
    return { adapter: { baseModel: 'any', rank, loraAlpha: rank, modules, theta }, weight: 0.5 };
  });
  return splitMix(mixLoras(adapters, model.adaptableModules));
}

/** A DreamBooth adapter whose B is not zero. */
function adapterOf(model: Model): LoraAdapter {
  const modules = [...model.loraModules];
  const start = initTheta(modules, RANK, new TorchGenerator(6));
  const moved = normal(start.length, 7, 0.02);
  const theta = Float32Array.from(start, (value, i) => value + (moved[i] as number));
  return { baseModel: 'any', rank: RANK, loraAlpha: RANK, modules, theta };
}

/** A pair of samples at the native size, as guidance and DreamBooth have. */
function pairSizes(model: Model): UNetSizes {
  const side = model.checkpoint.unet.config.sample_size;
  return { batch: 2, height: side, width: side, textLength: model.checkpoint.tokenizer.maxTokens };
}

function trainingFeeds(model: Model, sizes: UNetSizes): Tensors {
  const { timesteps, sample } = sampleTensors(model, sizes);
  const target = model.tensor(normal(2 * latentCount(model), 9), sample?.dims ?? []);
  return { timesteps, sample, target, sampleWeights: vector(model, Float32Array.of(1, 0.7)) } as Tensors;
}

function sampleTensors(model: Model, { batch, height, width }: UNetSizes) {
  const shape = [batch, model.latentChannels, height, width];
  return {
    sample: model.tensor(normal(batch * latentCount(model), 8), shape),
    timesteps: model.tensor(Float32Array.of(17, 803), [batch, 1]),
  };
}

function encoderHiddenStates(model: Model, { batch, textLength }: UNetSizes) {
  const width = model.checkpoint.unet.config.cross_attention_dim;
  return model.tensor(normal(batch * textLength * width, 10), [batch, textLength, width]);
}

function latentCount(model: Model): number {
  return model.latentChannels * model.checkpoint.unet.config.sample_size ** 2;
}

function vector(model: Model, numbers: Float32Array) {
  return model.tensor(numbers, [numbers.length]);
}

function normal(count: number, seed: number, std = 1): Float32Array {
  return new TorchGenerator(seed).randn(count).map((value) => value * std);
}

function uniform(count: number, seed: number): Float32Array {
  return new TorchGenerator(seed).uniform(count, -1, 1);
}

function noisePicture(side: number, seed: number): Picture {
  const rgba = Uint8ClampedArray.from(uniform(4 * side * side, seed), (value) => 127.5 + 127.5 * value);
  return { width: side, height: side, rgba };
}
