/** Fifty steps with the same noises and timesteps against PyTorch: every loss, and θ at the end. */
import {
  ADAMW,
  initializerRow,
  inversionBatch,
  inversionMethod,
  loraMethod,
  type ReadLosses,
  sampleBatch,
  TorchGenerator,
  Trainer,
} from '@weft/engine/internal';
import type { ParityCase } from '../lane.ts';
import { relativeError } from '../relativeError.ts';
import type { ParityRow } from '../rows.ts';
import { inversionSamples, loraKinds, ownPredictionInputs } from './trainingInputs.ts';
import {
  openTrainingReference,
  type TrainingReference,
  type TrainingSubject,
  trainingSubjects,
} from './trainingReference.ts';

const BOUNDS = { losses: 1e-4, theta: 1e-3 };

/** How far a run came from the reference's. */
interface RunErrors {
  /** The worst of all samples' losses. */
  losses: number;
  theta: number;
  /** Of θ's movement from its start. */
  movement: number;
}

/** Both runs of one model. */
export function compareTraining(subject: TrainingSubject): ParityCase {
  return async (lane) => {
    const reference = await openTrainingReference(lane, subject);
    const { lora, inversion } = reference;
    const rows = [
      ...rowsOf(lane.name, `${lora.run.steps} LoRA steps`, await loraRun(reference)),
      ...rowsOf(
        lane.name,
        `${lora.run.steps} LoRA steps, the class held to the model’s own prediction`,
        await ownPredictionRun(reference),
      ),
      ...rowsOf(lane.name, `${inversion.run.steps} steps of textual inversion`, await inversionRun(reference)),
    ];
    await reference.model.release();
    return rows;
  };
}

/** The runs of every model. */
export const training: ParityCase = async (lane) => {
  const rows: ParityRow[] = [];
  for (const subject of trainingSubjects) rows.push(...(await compareTraining(subject)(lane)));
  return rows;
};

function rowsOf(lane: ParityRow['lane'], what: string, errors: RunErrors): ParityRow[] {
  const row = (part: string, measured: number, bound: number, unit: string) => ({
    what: `${what}: ${part}`,
    lane,
    measured,
    bound,
    unit,
  });
  return [
    row('losses', errors.losses, BOUNDS.losses, '|a−b|/|b|, the worst'),
    row('θ', errors.theta, BOUNDS.theta, '‖a−b‖/‖b‖'),
    row('how far θ moved', errors.movement, BOUNDS.theta, '‖a−b‖/‖b‖'),
  ];
}

async function loraRun(reference: TrainingReference): Promise<RunErrors> {
  const { model, lora, tensor } = reference;
  const { rank, alpha: loraAlpha, run } = lora;
  const kinds = await loraKinds(reference);
  const generator = new TorchGenerator(run.seed);
  const adamW = { ...ADAMW, epsilon: run.epsilon };
  const options = { rank, loraAlpha, learningRate: run.learningRate, samples: kinds.length, adamW };
  const trainer = await Trainer.create(model, loraMethod(model, options), generator);
  const before = (await trainer.learnt()).theta;
  const step = (index: number) => trainer.train(sampleBatch(model, kinds, index, generator));
  const worst = await worstLoss(step, tensor('lora.losses'));
  const after = (await trainer.learnt()).theta;
  await trainer.release();
  return { losses: worst, ...movementErrors(before, after, tensor('lora.theta')) };
}

/** Its prior losses begin at nothing, so that they are measured together. */
async function ownPredictionRun(reference: TrainingReference): Promise<RunErrors> {
  const { model, lora, tensor } = reference;
  const { rank, alpha: loraAlpha, run } = lora;
  const { kinds, rules } = await ownPredictionInputs(reference);
  const generator = new TorchGenerator(run.seed);
  const adamW = { ...ADAMW, epsilon: run.epsilon };
  const options = { rank, loraAlpha, learningRate: run.learningRate, samples: 2, ownPredictions: 1, adamW };
  const trainer = await Trainer.create(model, loraMethod(model, options), generator);
  const before = (await trainer.learnt()).theta;
  const measured: number[] = [];
  for (let step = 0; step < run.steps; step++) {
    measured.push(...(await (await trainer.train(sampleBatch(model, kinds, step, generator, rules)))()));
  }
  const after = (await trainer.learnt()).theta;
  await trainer.release();
  const expected = [...tensor('ownPrediction.losses')];
  const of = (losses: readonly number[], kind: number) => losses.filter((_, i) => i % 2 === kind);
  const errors = [0, 1].map((kind) => relativeError(of(measured, kind), of(expected, kind)));
  return { losses: Math.max(...errors), ...movementErrors(before, after, tensor('ownPrediction.theta')) };
}

async function inversionRun(reference: TrainingReference): Promise<RunErrors> {
  const { model, inversion, tensor } = reference;
  const { placeholder, vectors, batchSize, run } = inversion;
  const samples = inversionSamples(reference);
  const generator = new TorchGenerator(run.seed);
  const { learningRate } = run;
  const options = { placeholder, vectors, learningRate, batchSize };
  const method = inversionMethod(model, options, await initializerRow(model, inversion.initializer));
  const trainer = await Trainer.create(model, method, generator);
  const before = (await trainer.learnt()).vectors;
  const step = (index: number) => trainer.train(inversionBatch(model, samples, batchSize, index, generator));
  const worst = await worstLoss(step, tensor('inversion.losses'));
  const after = (await trainer.learnt()).vectors;
  await trainer.release();
  return { losses: worst, ...movementErrors(before, after, tensor('inversion.theta')) };
}

/** Takes a step for each pair of losses of the reference, [steps, 2]. */
async function worstLoss(step: (index: number) => Promise<ReadLosses>, expected: Float32Array): Promise<number> {
  let worst = 0;
  for (let index = 0; 2 * index < expected.length; index++) {
    const measured = await (await step(index))();
    for (const [i, loss] of expected.subarray(2 * index, 2 * index + 2).entries()) {
      worst = Math.max(worst, relativeError([measured[i] ?? Number.NaN], [loss]));
    }
  }
  return worst;
}

function movementErrors(before: Float32Array, after: Float32Array, expected: Float32Array) {
  const moved = (to: Float32Array) => to.map((value, i) => value - (before[i] as number));
  return { theta: relativeError(after, expected), movement: relativeError(moved(after), moved(expected)) };
}
