/** Gradients of training against autograd: every factor of a LoRA by PEFT, a new word's rows by transformers. */
import {
  inversionBatch,
  inversionGradientGraph,
  loraGradientGraph,
  loraSize,
  loraSlices,
  type NoisedBatch,
  numbersOf,
  Program,
  promptFeeds,
  sampleBatch,
  samplePromptFeeds,
  type Tensors,
  TorchGenerator,
  textEncoderPrefix,
  type UNetSizes,
} from '@weft/engine/internal';
import type { ParityCase } from '../lane.ts';
import { relativeError } from '../relativeError.ts';
import type { ParityRow } from '../rows.ts';
import { inversionSamples, loraKinds } from './trainingInputs.ts';
import {
  openTrainingReference,
  type TrainingReference,
  type TrainingSubject,
  trainingSizes,
  trainingSubjects,
} from './trainingReference.ts';

const BOUND = 1e-4;

/** Both gradients of one model. */
export function compareGradients(subject: TrainingSubject): ParityCase {
  return async (lane) => {
    const reference = await openTrainingReference(lane, subject);
    const row = (what: string, measured: number, unit = '‖a−b‖/‖b‖'): ParityRow => ({
      what,
      lane: lane.name,
      measured,
      bound: BOUND,
      unit,
    });
    const lora = await loraGradient(reference);
    const embedding = await inversionGradient(reference);
    await reference.model.release();
    return [
      row('gradient of the DreamBooth loss, each LoRA tensor', lora.worst, '‖a−b‖/‖b‖, the worst tensor'),
      row('losses at the gradients', Math.max(lora.losses, embedding.losses)),
      row('gradient of the embedding', embedding.gradient),
    ];
  };
}

/** The gradients of every model. */
export const gradients: ParityCase = async (lane) => {
  const rows: ParityRow[] = [];
  for (const subject of trainingSubjects) rows.push(...(await compareGradients(subject)(lane)));
  return rows;
};

async function loraGradient(reference: TrainingReference): Promise<{ worst: number; losses: number }> {
  const { model, lora, tensor } = reference;
  const { rank, alpha: loraAlpha } = lora;
  const modules = [...model.loraModules];
  const generator = new TorchGenerator(lora.gradient.seed);
  const theta = new Float32Array(loraSize(modules, rank));
  const slices = loraSlices(modules, rank);
  for (const { aOffset, aLength, bOffset, bLength } of slices) {
    theta.set(generator.randn(aLength), aOffset);
    theta.set(generator.randn(bLength), bOffset);
  }
  const sizes = trainingSizes(model, 2);
  const batch = sampleBatch(model, await loraKinds(reference), 0, generator);
  const { config, weights } = model.checkpoint.unet;
  const program = await Program.compile(
    model.runtime,
    loraGradientGraph({ config, modules, rank, loraAlpha, sizes }),
    weights,
  );
  const results = await program.run({
    ...batchFeeds(reference, batch, sizes),
    ...samplePromptFeeds(model, batch.prompts),
    theta: model.tensor(
      theta.map((value) => value * lora.gradient.scale),
      [theta.length],
    ),
  });
  const gradient = numbersOf(results, 'gradient');
  const expected = tensor('lora.gradient');
  const errors = slices.flatMap(({ aOffset, aLength, bOffset, bLength }) =>
    [
      [aOffset, aLength],
      [bOffset, bLength],
    ].map(([from = 0, length = 0]) =>
      relativeError(gradient.subarray(from, from + length), expected.subarray(from, from + length)),
    ),
  );
  const lossError = relativeError(numbersOf(results, 'sampleLosses'), tensor('lora.gradientLosses'));
  await program.release();
  if (gradient.length !== expected.length) return { worst: Number.POSITIVE_INFINITY, losses: lossError };
  return { worst: Math.max(...errors), losses: lossError };
}

async function inversionGradient(reference: TrainingReference): Promise<{ gradient: number; losses: number }> {
  const { model, inversion, tensor } = reference;
  const { vectors, batchSize } = inversion;
  const { textEncoder: text, unet } = model.checkpoint;
  const generator = new TorchGenerator(inversion.gradient.seed);
  const theta = generator.randn(vectors * text.config.hidden_size).map((value) => value * inversion.gradient.scale);
  const sizes = trainingSizes(model, batchSize);
  const batch = inversionBatch(model, inversionSamples(reference), batchSize, 0, generator);
  const graph = inversionGradientGraph({
    textEncoder: { config: text.config, prefix: textEncoderPrefix(text.weights) },
    unet: unet.config,
    sizes,
    vectors,
  });
  const program = await Program.compile(model.runtime, graph, [text.weights, unet.weights]);
  const results = await program.run({
    ...batchFeeds(reference, batch, sizes),
    ...promptFeeds(model.runtime, batch.prompts, vectors),
    theta: model.tensor(theta, [theta.length]),
  });
  const measured = {
    gradient: relativeError(numbersOf(results, 'gradient'), tensor('inversion.gradient')),
    losses: relativeError(numbersOf(results, 'sampleLosses'), tensor('inversion.gradientLosses')),
  };
  await program.release();
  return measured;
}

function batchFeeds(
  { model }: TrainingReference,
  batch: NoisedBatch,
  { batch: count, height, width }: UNetSizes,
): Tensors {
  const image = [count, model.latentChannels, height, width];
  return {
    sample: model.tensor(batch.noisyLatents, image),
    target: model.tensor(batch.target, image),
    timesteps: model.tensor(batch.timesteps, [count, 1]),
    sampleWeights: model.tensor(batch.sampleWeights, [count]),
  };
}
