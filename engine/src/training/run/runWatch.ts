/**
 * Looks at a run from outside now and then: the evaluation loss on images it learns from and on those held out, and
 * pictures of one prompt from the same seeds. Its noises are its own, so that the run learns the same, watched or not.
 */

import type { NetName } from '../../pipeline/checkpoint/checkpointParts.ts';
import { preparePipeline, type Subject, seededNoise } from '../../pipeline/generate.ts';
import type { Job } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { Picture } from '../../pipeline/picture.ts';
import type { LatentDistribution } from './latentStore.ts';
import type { LossMeter, LossSamples } from './lossMeter.ts';

/** How closely a run is watched. */
export interface WatchSettings {
  /** Steps between two measurements of the evaluation loss; 0 measures none. */
  evalEvery: number;
  /** Steps between two sets of sample pictures; 0 draws none. */
  sampleEvery: number;
  /** What they show; empty for the prompt that the run learns in. */
  samplePrompt: string;
  /** How they are drawn; left out, as a model that needs many steps draws what is seen small. */
  sampleDrawing?: Pick<Subject, 'guidanceScale' | 'sampler' | 'samplingSteps'>;
  /** The run's last step. */
  steps: number;
}

/** Images to learn from, and images held out. */
export interface RunImages<T> {
  trained: readonly T[];
  heldOut: readonly T[];
}

/** How what a method learns, `L`, is looked at. */
export interface WatchedMethod<L> {
  /** The prompt that the run learns in, or one of them. */
  prompt: string;
  /** Side in pixels of the pictures that are learnt from, and of those that are drawn meanwhile. */
  size: number;
  /** Nets that its steps don't use: they are unloaded, and there again for pictures that are drawn meanwhile. */
  idleNets: readonly NetName[];
  /** The prompt of the class, which is drawn beside it to show what is forgotten; null where it isn't. */
  classPrompt: string | null;
  /** Makes the meter of the evaluation loss. */
  meter(samples: LossSamples): Promise<LossMeter>;
  /** The numbers that the meter takes. */
  thetaOf(learnt: L): Float32Array;
  /** The same with other numbers. */
  withTheta(learnt: L, theta: Float32Array<ArrayBuffer>): L;
  /** What pictures are drawn with. */
  drawnWith(learnt: L): Pick<Subject, 'adapters' | 'embeddings'>;
}

/** The evaluation loss after a step; `heldOut` is null where no image was held out. */
export interface EvaluationPoint {
  step: number;
  trained: number;
  heldOut: number | null;
}

/** What a sample picture shows: what is learnt, or the class that it is one of. */
export type SampleSubject = 'learnt' | 'class';

/** A picture drawn with what was learnt by a step. */
export interface SamplePicture {
  of: SampleSubject;
  step: number;
  seed: number;
  picture: Picture;
}

export type WatchEvent = { phase: 'evaluation'; point: EvaluationPoint } | ({ phase: 'sample' } & SamplePicture);

/** Few, since every one of them delays the run: the mean still moves far less than a single step's loss. */
const EVALUATION = { images: 4, timestepsPerImage: 4, seed: 7 } as const;
const SAMPLE_SEEDS = [42, 1];
const SAMPLE_DRAWING = { guidanceScale: 7.5, sampler: 'dpmsolver++', samplingSteps: 12 } as const;

/** One run's watch. */
export class RunWatch<L> {
  private constructor(
    private readonly model: Model,
    private readonly settings: WatchSettings,
    private readonly method: WatchedMethod<L>,
    private readonly images: RunImages<LatentDistribution>,
    private readonly meter: LossMeter | null,
  ) {}

  static async create<L>(
    model: Model,
    settings: WatchSettings,
    method: WatchedMethod<L>,
    { trained, heldOut }: RunImages<LatentDistribution>,
  ): Promise<RunWatch<L>> {
    const images = { trained: trained.slice(0, EVALUATION.images), heldOut: heldOut.slice(0, EVALUATION.images) };
    const meter =
      settings.evalEvery > 0 ? await method.meter({ ...EVALUATION, size: method.size, images: images.trained }) : null;
    return new RunWatch(model, settings, method, images, meter);
  }

  /** Whether there is something to look at after this step; 0 stands for before the first. */
  isDue(step: number): boolean {
    return this.isEvaluationDue(step) || this.isSampleDue(step) || this.isClassDue(step);
  }

  /** Looks at what has been learnt by a step; gives the loss on images held out where it was measured. */
  async statistics(step: number, learnt: L, job: Job, onEvent: (event: WatchEvent) => void): Promise<number | null> {
    let heldOut: number | null = null;
    if (this.meter && this.isEvaluationDue(step)) {
      const theta = this.method.thetaOf(learnt);
      const measure = (images: readonly LatentDistribution[]) =>
        this.meter?.measure(theta, images, () => job.yieldNow()) ?? Number.NaN;
      const trained = await measure(this.images.trained);
      heldOut = this.images.heldOut.length > 0 ? await measure(this.images.heldOut) : null;
      onEvent({ phase: 'evaluation', point: { step, trained, heldOut } });
    }
    const draw = async (of: SampleSubject, prompt: string) => {
      const pipeline = await preparePipeline(this.model, {
        ...(this.settings.sampleDrawing ?? SAMPLE_DRAWING),
        prompt,
        negativePrompt: '',
        size: this.method.size,
        ...this.method.drawnWith(learnt),
      });
      for (const seed of SAMPLE_SEEDS) {
        const picture = await pipeline.generate(seededNoise(seed, pipeline.latentCount), job);
        onEvent({ phase: 'sample', of, step, seed, picture });
      }
    };
    const { samplePrompt } = this.settings;
    const { prompt, classPrompt } = this.method;
    if (this.isSampleDue(step)) await draw('learnt', samplePrompt.trim() === '' ? prompt : samplePrompt);
    if (classPrompt !== null && this.isClassDue(step)) await draw('class', classPrompt);
    for (const net of this.method.idleNets) await this.model.unload(net);
    return heldOut;
  }

  /** Frees the device's memory. */
  async release(): Promise<void> {
    await this.meter?.release();
  }

  private isEvaluationDue(step: number): boolean {
    return this.settings.evalEvery > 0 && step % this.settings.evalEvery === 0;
  }

  /** The class is drawn before the first step and after the last one in any case: it is the two that are compared. */
  private isClassDue(step: number): boolean {
    if (this.method.classPrompt === null) return false;
    return step === 0 || step === this.settings.steps || this.isSampleDue(step);
  }

  private isSampleDue(step: number): boolean {
    return this.settings.sampleEvery > 0 && step % this.settings.sampleEvery === 0;
  }
}

/** Images to learn from and images held out: every `one`-th of them, where that leaves some to learn from; 0 holds none out. */
export function holdOutImages<T>(images: readonly T[], one: number): { trained: T[]; heldOut: T[] } {
  const isHeldOut = (index: number) => one > 1 && index % one === one - 1;
  return {
    trained: images.filter((_, index) => !isHeldOut(index)),
    heldOut: images.filter((_, index) => isHeldOut(index)),
  };
}
