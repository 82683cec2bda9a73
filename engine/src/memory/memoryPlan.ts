/**
 * The GPU memory of drawing and of training with a model, known before anything runs: from the configs of its nets and
 * the sizes that are asked for.
 */
import type { LoraModule } from '../adapters/loraLayout.ts';
import type { Stage } from '../graph/segments/stages.ts';
import type { Precision } from '../graph/value.ts';
import { pixelsPerLatent, type TextEncoderConfig, type UNetConfig, type VaeConfig } from '../nets/configs.ts';
import { decoderGraph, denoiserGraph, encoderGraph, type MixedLayers, promptGraph } from '../pipeline/drawingGraphs.ts';
import { loraPass } from '../training/lora/loraGraph.ts';
import { ADAMW, MAX_GRADIENT_NORM } from '../training/step/optimizer.ts';
import { type StepCuts, stepStages } from '../training/step/stepStages.ts';
import { stepState, type UpdateRules } from '../training/step/trainingGraph.ts';
import { stagesMemory } from './stagesMemory.ts';

/** The nets that a plan is for, and what they are computed in. */
export interface PlannedNets {
  /** The device's (`Runtime.precision`). */
  precision: Precision;
  /** `checkpoint.textEncoder.config`. */
  textEncoder: TextEncoderConfig;
  /** `checkpoint.unet.config`. */
  unet: UNetConfig;
  /** `checkpoint.vae.config`. */
  vae: VaeConfig;
}

/** A part of the work; the nets that were used before it are still there. */
export interface MemoryPhase {
  /** What is computed in it. */
  name: 'prompts' | 'images' | 'class images' | 'training' | 'drawing' | 'decoding';
  /** Bytes of weights on the GPU. */
  weights: number;
  /** Bytes of everything else, at its highest. */
  working: number;
}

/** What a piece of work takes. */
export interface MemoryPlan {
  /** In the order in which they come. */
  phases: MemoryPhase[];
  /** Bytes of the largest phase. */
  peak: number;
}

/** What is drawn. */
export interface DrawingSizes {
  /** Side of the square picture in pixels. */
  size: number;
  /** Whether prompt and negative prompt are computed in one batch. */
  guided: boolean;
  /** What adapters add to the U-Net. */
  lora?: MixedLayers | null;
}

/** What is trained. */
export interface TrainingSizes {
  /** Side of the training images in pixels. */
  size: number;
  /** Samples in one batch. */
  samples: number;
  /** The layers that learn. */
  modules: readonly LoraModule[];
  /** The LoRA's. */
  rank: number;
  /** Parts that the nets are cut into; 0 for as many as are needed. */
  segments: number;
  /** Batches in a step. */
  accumulation: number;
  /** Whether a moving average is kept (`emaDecay` above 0). */
  averaged: boolean;
  /** Whether class images are drawn first. */
  drawsClassImages: boolean;
}

/** Names of the text encoder's tensors don't change what they take. */
const PREFIX = 'text_model.';

/** What drawing one picture takes on a GPU: prompts, then the U-Net, then pixels. Nothing is run. */
export function planDrawing(nets: PlannedNets, sizes: DrawingSizes): MemoryPlan {
  return planOf([promptPhase(nets), denoisingPhase(nets, 'drawing', sizes), decodingPhase(nets, sizes.size)]);
}

/**
 * What a DreamBooth LoRA run takes on a GPU: images to latents, class images where they are to be drawn, prompts, then steps.
 * Nothing is run.
 */
export function planTraining(nets: PlannedNets, sizes: TrainingSizes): MemoryPlan {
  const { precision, vae } = nets;
  const { size, drawsClassImages } = sizes;
  const encoding = { name: 'encoder', graph: encoderGraph(precision, vae, size) };
  const classImages = [
    promptPhase(nets),
    denoisingPhase(nets, 'class images', { size, guided: true }),
    decodingPhase(nets, size),
  ];
  return planOf([
    { name: 'images', stages: [encoding] },
    ...(drawsClassImages ? classImages : []),
    promptPhase(nets),
    { name: 'training', ...trainingStages(nets, sizes) },
  ]);
}

/** The graphs of one phase. */
interface Phase {
  name: MemoryPhase['name'];
  stages: Stage[];
  /** Inputs that stay on the GPU from run to run. */
  state?: ReadonlySet<string>;
}

function planOf(phases: readonly Phase[]): MemoryPlan {
  const weights = new Map<string, number>();
  const planned = phases.map(({ name, stages, state = new Set<string>() }) => {
    const memory = stagesMemory(stages, state);
    for (const [weight, bytes] of memory.weights) weights.set(weight, bytes);
    return {
      name,
      weights: [...weights.values()].reduce((sum, bytes) => sum + bytes, 0),
      working: Math.max(...memory.stages.map(({ bytes }) => bytes)),
    };
  });
  return { phases: planned, peak: Math.max(...planned.map(({ weights: held, working }) => held + working)) };
}

function promptPhase({ precision, textEncoder }: PlannedNets): Phase {
  const sizes = { batch: 1, length: textEncoder.max_position_embeddings, rows: 0 };
  return {
    name: 'prompts',
    stages: [{ name: 'text encoder', graph: promptGraph(precision, textEncoder, sizes, PREFIX, null) }],
  };
}

function denoisingPhase(
  { precision, textEncoder, unet, vae }: PlannedNets,
  name: MemoryPhase['name'],
  { size, guided, lora = null }: DrawingSizes,
): Phase {
  const side = size / pixelsPerLatent(vae);
  const textLength = textEncoder.max_position_embeddings;
  const sizes = { batch: guided ? 2 : 1, height: side, width: side, textLength };
  return { name, stages: [{ name: 'U-Net', graph: denoiserGraph(precision, unet, sizes, lora) }] };
}

function decodingPhase({ precision, vae }: PlannedNets, size: number): Phase {
  return { name: 'decoding', stages: [{ name: 'decoder', graph: decoderGraph(precision, vae, size) }] };
}

function trainingStages(
  { precision, textEncoder, unet, vae }: PlannedNets,
  { size, samples, modules, rank, segments, accumulation, averaged }: TrainingSizes,
): { stages: Stage[]; state: ReadonlySet<string> } {
  const side = size / pixelsPerLatent(vae);
  const pass = loraPass({
    config: unet,
    textEncoder: { config: textEncoder, prefix: PREFIX },
    sizes: { batch: samples, height: side, width: side, textLength: textEncoder.max_position_embeddings },
    modules,
    rank,
    loraAlpha: rank,
    precision,
  });
  const rules: UpdateRules = { ...ADAMW, maxGradientNorm: MAX_GRADIENT_NORM, averaged };
  const cuts: StepCuts = { rules, accumulation, segments };
  const built = stepStages(pass, cuts);
  return {
    stages: 'step' in built ? [built.step] : [...built.batch, built.update],
    state: new Set(Object.keys(stepState(precision, rules))),
  };
}
