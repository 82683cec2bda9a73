/**
 * The GPU memory of drawing and of training with a model, known before anything runs: from the configs of its nets and
 * the sizes that are asked for.
 */
import type { Stage } from '../graph/segments/stages.ts';
import type { Precision } from '../graph/value.ts';
import { pixelsPerLatent, type TextEncoderConfig, type UNetConfig, type VaeConfig } from '../nets/configs.ts';
import { decoderGraph, denoiserGraph, encoderGraph, type MixedLayers, promptGraph } from '../pipeline/drawingGraphs.ts';
import { type LoraSizes, loraStep } from '../training/lora/loraStep.ts';
import type { StepNets } from '../training/step/stepNets.ts';
import { planStep, type StepRules, stagesOf } from '../training/step/stepPlan.ts';
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

/** What is trained: a step's sizes and its rules, see `stepRules` for those that are left out. */
export interface TrainingSizes extends LoraSizes, Partial<StepRules> {
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
  return planOf(trainingPhases(nets, sizes));
}

/** The graphs of such a run, phase by phase. */
export function trainingPhases(nets: PlannedNets, sizes: TrainingSizes): PlannedPhase[] {
  const { precision, vae } = nets;
  const { size, drawsClassImages } = sizes;
  const encoding = { name: 'encoder', graph: encoderGraph(precision, vae, size) };
  const classImages = [
    promptPhase(nets),
    denoisingPhase(nets, 'class images', { size, guided: true }),
    decodingPhase(nets, size),
  ];
  return [
    { name: 'images', stages: [encoding] },
    ...(drawsClassImages ? classImages : []),
    promptPhase(nets),
    trainingPhase(nets, sizes),
  ];
}

/** The graphs of one phase. */
export interface PlannedPhase {
  name: MemoryPhase['name'];
  stages: Stage[];
  /** Inputs that stay on the GPU from run to run. */
  state?: ReadonlySet<string>;
}

function planOf(phases: readonly PlannedPhase[]): MemoryPlan {
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

function promptPhase({ precision, textEncoder }: PlannedNets): PlannedPhase {
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
): PlannedPhase {
  const side = size / pixelsPerLatent(vae);
  const textLength = textEncoder.max_position_embeddings;
  const sizes = { batch: guided ? 2 : 1, height: side, width: side, textLength };
  return { name, stages: [{ name: 'U-Net', graph: denoiserGraph(precision, unet, sizes, lora) }] };
}

function decodingPhase({ precision, vae }: PlannedNets, size: number): PlannedPhase {
  return { name: 'decoding', stages: [{ name: 'decoder', graph: decoderGraph(precision, vae, size) }] };
}

/** The graphs of a step's plan, which its trainer hands to the runtime. */
function trainingPhase(nets: PlannedNets, sizes: TrainingSizes): PlannedPhase {
  const plan = planStep(loraStep(stepNetsOf(nets), sizes));
  return { name: 'training', stages: stagesOf(plan), state: new Set(Object.keys(plan.state)) };
}

function stepNetsOf({ precision, textEncoder, unet, vae }: PlannedNets): StepNets {
  return {
    precision,
    unet,
    textEncoder: { config: textEncoder, prefix: PREFIX },
    vae,
    textLength: textEncoder.max_position_embeddings,
  };
}
