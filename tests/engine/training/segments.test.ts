/**
 * Nets cut into segments learn what whole ones learn: the same gradient for every number of segments, whatever is adapted;
 * the same runs; and tensors that are handed on live no longer than they are needed.
 */

import { loadCheckpoint, Model, targetModules } from '@weft/engine';
import {
  byteCount,
  Chain,
  chooseCuts,
  gradientGraph,
  gradientStages,
  initTheta,
  inTextEncoder,
  inversionPass,
  type LoraGraphOptions,
  type LoraOptions,
  loraGraphOptions,
  loraMethod,
  loraPass,
  type NetWeights,
  numbersOf,
  Program,
  planStages,
  promptFeeds,
  stepNets,
  type Tensors,
  TorchGenerator,
  Trainer,
  type TrainingPass,
  textEncoderPrefix,
} from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { relativeError } from '../../parity/relativeError.ts';
import { runtime } from '../graph/evaluate.ts';
import { joinPieces } from './gradientPieces.ts';

/** Sums of gradients are made in another order, in float32. */
const BOUND = 1e-6;
const RANK = 2;
/** As many segments as there are cut points, and more than that. */
const ALL = 99;
const PROMPTS = ['a photo of a red fabric', 'a fabric'];

const normal = (count: number, seed: number, std = 1) =>
  new TorchGenerator(seed).randn(count).map((value) => value * std);

/** A way to train, on a model. */
interface Case {
  pass: () => TrainingPass;
  weights: readonly NetWeights[];
  feeds: Tensors;
}

function sharedFeeds(model: Model): Tensors {
  const side = model.checkpoint.unet.config.sample_size;
  const image = [2, model.latentChannels, side, side];
  const count = image.reduce((product, dimension) => product * dimension, 1);
  return {
    sample: model.tensor(normal(count, 8), image),
    target: model.tensor(normal(count, 9), image),
    timesteps: model.tensor(Float32Array.of(17, 803), [2, 1]),
    sampleWeights: model.tensor(Float32Array.of(1, 0.7), [2]),
  };
}

/** A LoRA on the layers whose names match. */
function lora(model: Model, layers: RegExp, scoreBytes?: number): Case {
  const modules = model.adaptableModules.filter(({ name }) => layers.test(name));
  const { unet, textEncoder, tokenizer } = model.checkpoint;
  const graphOptions = loraGraphOptions(stepNets(model), {
    rank: RANK,
    loraAlpha: RANK,
    modules,
    samples: 2,
    size: model.nativeSize,
  });
  const options: LoraGraphOptions = scoreBytes === undefined ? graphOptions : { ...graphOptions, scoreBytes };
  const start = initTheta(modules, RANK, new TorchGenerator(6));
  const theta = start.map((value, i) => value + 0.02 * Math.sin(i));
  const width = unet.config.cross_attention_dim;
  const prompts = modules.some(inTextEncoder)
    ? promptFeeds(
        runtime,
        PROMPTS.map((prompt) => tokenizer.encode(prompt)),
        0,
      )
    : {
        encoderHiddenStates: model.tensor(normal(2 * tokenizer.maxTokens * width, 10), [2, tokenizer.maxTokens, width]),
      };
  return {
    pass: () => loraPass(options),
    weights: [unet.weights, textEncoder.weights],
    feeds: { ...sharedFeeds(model), ...prompts, theta: model.tensor(theta, [theta.length]) },
  };
}

function inversion(model: Model): Case {
  const { unet, textEncoder, tokenizer } = model.checkpoint;
  const side = unet.config.sample_size;
  const vectors = 2;
  const theta = normal(vectors * textEncoder.config.hidden_size, 12, 0.02);
  const prompts = ['a photo of a <fabric>', 'my <fabric> on a table'].map((prompt) =>
    tokenizer.encode(prompt, [{ token: '<fabric>', vectors }]),
  );
  return {
    pass: () =>
      inversionPass({
        textEncoder: { config: textEncoder.config, prefix: textEncoderPrefix(textEncoder.weights) },
        unet: unet.config,
        sizes: { batch: 2, height: side, width: side, textLength: tokenizer.maxTokens },
        vectors,
      }),
    weights: [textEncoder.weights, unet.weights],
    feeds: {
      ...sharedFeeds(model),
      ...promptFeeds(runtime, prompts, vectors),
      theta: model.tensor(theta, [theta.length]),
    },
  };
}

async function wholeGradient({
  pass,
  weights,
  feeds,
}: Case): Promise<{ losses: Float32Array; gradient: Float32Array }> {
  const program = await Program.compile(runtime, gradientGraph(pass()), weights);
  const results = await program.run(feeds);
  await program.release();
  return { losses: numbersOf(results, 'sampleLosses'), gradient: numbersOf(results, 'gradient') };
}

async function gradientInSegments({ pass, weights, feeds }: Case, segments: number): ReturnType<typeof wholeGradient> {
  const { stages, pieces } = gradientStages(pass(), segments, false);
  const chain = await Chain.compile(runtime, stages, weights);
  const results = await chain.run(feeds);
  await chain.release();
  const gradient = joinPieces(results, pieces, feeds.theta?.size ?? 0);
  // What is handed from one segment to the next is gone.
  expect(Object.keys(results)).toHaveLength(1 + pieces.length);
  return { losses: numbersOf(results, 'sampleLosses'), gradient };
}

const loadModel = async (name: 'tiny' | 'reduced-sd15') =>
  new Model(runtime, await loadCheckpoint(laneSource(nodeLane, `tests/fixtures/${name}`, name)));

describe('the gradient in segments is the whole one', () => {
  const cases: Record<string, (model: Model) => Case> = {
    'LoRA on attention': (model) => lora(model, /attn[12]/),
    'LoRA on every layer, text encoder included': (model) => lora(model, /./),
    'LoRA on the text encoder': (model) => lora(model, /^text_encoder/),
    'LoRA on the up blocks': (model) => lora(model, /^up_blocks/),
    'textual inversion': inversion,
  };
  describe.each(['tiny', 'reduced-sd15'] as const)('%s', (name) => {
    let model: Model;
    beforeAll(async () => {
      model = await loadModel(name);
    });

    const chosen = Object.entries(cases).filter(([what]) => name === 'tiny' || /every layer|inversion/.test(what));
    it.each(chosen)('%s', async (what, build) => {
      const example = build(model);
      const whole = await wholeGradient(example);
      const { cutPoints } = example.pass().graph;
      const everyNumber = Array.from({ length: cutPoints.length }, (_, i) => i + 2);
      const numbers = name !== 'tiny' ? [ALL] : what === 'LoRA on attention' ? everyNumber : [2, ALL];
      for (const segments of numbers) {
        const cut = await gradientInSegments(example, segments);
        expect(relativeError(cut.losses, whole.losses), `${segments} segments`).toBeLessThan(BOUND);
        expect(relativeError(cut.gradient, whole.gradient), `${segments} segments`).toBeLessThan(BOUND);
      }
    });
  });
});

it('is the whole one where attention is computed in chunks too', async () => {
  const model = await loadModel('tiny');
  const whole = await wholeGradient(lora(model, /./));
  // Of 64 pixels' attention to one another a head takes 16 kB, of a pixel's to the text less.
  const chunked = lora(model, /./, 10_000);
  expect(chunked.pass().graph.nodes.some(({ operator }) => operator.type === 'ChunkedAttention')).toBe(true);
  for (const segments of [1, 3]) {
    const cut = await gradientInSegments(chunked, segments);
    expect(relativeError(cut.gradient, whole.gradient), `${segments} segments`).toBeLessThan(BOUND);
  }
});

describe('the graphs of a cut net', () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel('reduced-sd15');
  });

  it('are a forward one and one for each segment that learns or is passed', () => {
    const { stages } = gradientStages(lora(model, /attn[12]/).pass(), ALL, false);
    // The pairs at full resolution are segments of their own, those of few pixels share one. Before the first pair there
    // are no layers that learn.
    expect(stages.map(({ name }) => name)).toEqual([
      'forward',
      ...Array.from({ length: 7 }, (_, i) => `segment ${7 - i} of 7`),
    ]);
  });

  it('end where nothing before them learns', () => {
    const { stages } = gradientStages(lora(model, /^up_blocks\.3/).pass(), ALL, false);
    expect(stages.map(({ name }) => name)).toEqual(['forward', 'segment 6 of 6', 'segment 5 of 6', 'segment 4 of 6']);
  });

  it('hold what one pair holds: a fraction of the whole', () => {
    const largestOf = (segments: number) => {
      const { stages } = gradientStages(lora(model, /attn[12]/).pass(), segments, false);
      return Math.max(
        ...stages
          .filter(({ name }) => name !== 'forward')
          .map(({ graph }) => graph.nodes.reduce((sum, { output }) => sum + byteCount(output), 0)),
      );
    };
    expect(largestOf(ALL)).toBeLessThan(largestOf(1) / 6);
    expect(largestOf(4)).toBeLessThan(largestOf(1) / 2);
  });

  it('hand on nothing that is not taken, and let it go after its last reader', () => {
    const stages = planStages(gradientStages(lora(model, /./).pass(), ALL, false).stages);
    const results = new Set<string>();
    const alive = new Set<string>();
    for (const { takes, gives, frees } of stages) {
      for (const name of takes) expect(alive).toContain(name);
      for (const name of gives) alive.add(name);
      for (const name of frees) alive.delete(name);
    }
    for (const name of alive) results.add(name.replace(/\d+$/, ''));
    expect([...results].sort()).toEqual(['nextGradientSum', 'sampleLosses']);
  });

  it('are about equally large', () => {
    const { graph } = lora(model, /attn[12]/).pass();
    const bytes = (start: number, end: number) =>
      graph.nodes.slice(start, end).reduce((sum, { output }) => sum + byteCount(output), 0);
    for (const segments of [2, 3, 5]) {
      const cuts = chooseCuts(graph, segments);
      expect(cuts).toHaveLength(segments - 1);
      const borders = [0, ...cuts, graph.nodes.length];
      const sizes = borders.slice(1).map((end, i) => bytes(borders[i] as number, end));
      const mean = sizes.reduce((sum, size) => sum + size, 0) / segments;
      expect(Math.max(...sizes)).toBeLessThan(1.4 * mean);
    }
    expect(chooseCuts(graph, 1)).toEqual([]);
    const most = chooseCuts(graph, ALL);
    for (const cut of most) expect(graph.cutPoints).toContain(cut);
    const borders = [0, ...most, graph.nodes.length];
    const largest = Math.max(...borders.slice(1).map((end, i) => bytes(borders[i] as number, end)));
    const points = [0, ...graph.cutPoints, graph.nodes.length];
    expect(largest).toBe(Math.max(...points.slice(1).map((end, i) => bytes(points[i] as number, end))));
  });
});

describe('a run in segments', () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel('tiny');
  });

  async function run(options: Partial<LoraOptions>) {
    const { modules = model.loraModules, accumulation = 1 } = options;
    const trainer = await Trainer.create(
      model,
      loraMethod(model, { rank: RANK, loraAlpha: RANK, learningRate: 1e-3, samples: 2, ...options }),
      new TorchGenerator(4),
    );
    const side = model.checkpoint.unet.config.sample_size;
    const numbers = 2 * model.latentChannels * side * side;
    const losses: number[] = [];
    for (let step = 0; step < 3; step++) {
      const batches = Array.from({ length: accumulation }, (_, i) => ({
        noisyLatents: normal(numbers, 100 * step + i),
        target: normal(numbers, 100 * step + 50 + i),
        timesteps: Float32Array.of(10 + 200 * step, 990 - 200 * step),
        sampleWeights: Float32Array.of(1, 0.7).map((weight) => weight / accumulation),
        prompts: modules.some(inTextEncoder)
          ? PROMPTS.map((prompt) => ({ encoded: model.checkpoint.tokenizer.encode(prompt) }))
          : [30, 31].map((seed) => ({
              states: normal(
                model.checkpoint.tokenizer.maxTokens * model.checkpoint.unet.config.cross_attention_dim,
                seed,
              ),
            })),
      }));
      losses.push(...(await (await trainer.train(...batches))()));
    }
    const { theta } = await trainer.learnt();
    await trainer.release();
    return { losses, theta };
  }

  it.each([
    ['attention', {}],
    ['both nets, accumulated and averaged', { accumulation: 2, averageDecay: 0.9, everything: true }],
  ])(
    'learns the same: %s',
    async (_, { everything = false, ...options }: Partial<LoraOptions> & { everything?: boolean }) => {
      const modules = everything ? model.adaptableModules : targetModules(model.adaptableModules, ['attention']);
      const whole = await run({ ...options, modules });
      for (const segments of [2, ALL]) {
        const cut = await run({ ...options, modules, segments });
        expect(relativeError(cut.losses, whole.losses)).toBeLessThan(1e-5);
        // AdamW's first steps go by the sign of each gradient, whatever its size.
        expect(relativeError(cut.theta, whole.theta)).toBeLessThan(1e-4);
      }
    },
  );
});
