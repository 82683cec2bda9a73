/** Gradients of training against autograd: every factor of a LoRA by PEFT, a new word's rows by transformers. */
import {
  inversionBatch,
  inversionGradientGraph,
  type LoraBatch,
  loraGradientGraph,
  loraSize,
  loraSlices,
  type NoisedBatch,
  numbersOf,
  ownTargetGraph,
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
import { inversionSamples, loraKinds, ownPredictionInputs } from './trainingInputs.ts';
import {
  type LoraWay,
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
    const lora = await loraGradient(reference, 'lora');
    const own = await loraGradient(reference, 'ownPrediction');
    const embedding = await inversionGradient(reference);
    await reference.model.release();
    return [
      row('gradient of the DreamBooth loss, each LoRA tensor', lora.worst, '‖a−b‖/‖b‖, the worst tensor'),
      row('the same, held to the model’s own prediction', own.worst, '‖a−b‖/‖b‖, the worst tensor'),
      row('losses at the gradients', Math.max(lora.losses, own.losses, embedding.losses)),
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

async function loraGradient(reference: TrainingReference, way: LoraWay): Promise<{ worst: number; losses: number }> {
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
  const { kinds, rules } =
    way === 'lora' ? { kinds: await loraKinds(reference), rules: undefined } : await ownPredictionInputs(reference);
  const batch = sampleBatch(model, kinds, 0, generator, rules);
  const { config, weights } = model.checkpoint.unet;
  const program = await Program.compile(
    model.runtime,
    loraGradientGraph({ config, modules, rank, loraAlpha, sizes }),
    weights,
  );
  const results = await program.run({
    ...batchFeeds(reference, batch, sizes),
    ...samplePromptFeeds(model, batch.prompts),
    ...(await ownTarget(reference, batch, sizes)),
    theta: model.tensor(
      theta.map((value) => value * lora.gradient.scale),
      [theta.length],
    ),
  });
  const gradient = numbersOf(results, 'gradient');
  const expected = tensor(`${way}.gradient`);
  const errors = slices.flatMap(({ aOffset, aLength, bOffset, bLength }) =>
    [
      [aOffset, aLength],
      [bOffset, bLength],
    ].map(([from = 0, length = 0]) =>
      relativeError(gradient.subarray(from, from + length), expected.subarray(from, from + length)),
    ),
  );
  const lossError = relativeError(numbersOf(results, 'sampleLosses'), tensor(`${way}.gradientLosses`));
  await program.release();
  if (gradient.length !== expected.length) return { worst: Number.POSITIVE_INFINITY, losses: lossError };
  return { worst: Math.max(...errors), losses: lossError };
}

/** The target of a batch that lacks that of its last sample; nothing where it has all. */
async function ownTarget(reference: TrainingReference, batch: LoraBatch, sizes: UNetSizes): Promise<Tensors> {
  if (batch.target.length === batch.noisyLatents.length) return {};
  const { model, lora } = reference;
  const { config, weights } = model.checkpoint.unet;
  const { rank, alpha: loraAlpha } = lora;
  const graph = ownTargetGraph({ config, modules: [...model.loraModules], rank, loraAlpha, sizes }, 1);
  const program = await Program.compile(model.runtime, graph, weights);
  const { sample, target } = batchFeeds(reference, batch, sizes);
  const results = await program.run({
    sample: sample as Tensors[string],
    givenTarget: target as Tensors[string],
    ownTimesteps: model.tensor(batch.timesteps.slice(-1), [1, 1]),
    ...samplePromptFeeds(model, batch.prompts),
  });
  await program.release();
  return results;
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
  const latents = [model.latentChannels, height, width];
  const area = batch.noisyLatents.length / count;
  return {
    sample: model.tensor(batch.noisyLatents, [count, ...latents]),
    target: model.tensor(batch.target, [batch.target.length / area, ...latents]),
    timesteps: model.tensor(batch.timesteps, [count, 1]),
    sampleWeights: model.tensor(batch.sampleWeights, [count]),
  };
}
