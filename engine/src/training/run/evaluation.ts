/**
 * Looks at a run from outside now and then: the evaluation loss on images it learns from and on those held out, and
 * pictures of one prompt from the same seeds. Its noises are its own, so that the run learns the same, watched or not.
 */

import type { LatentDistribution } from '../../pipeline/encodedPicture.ts';
import { preparePipeline, seededNoise } from '../../pipeline/generate.ts';
import type { Job } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { RunImages } from './holdOut.ts';
import type { LossMeter } from './lossMeter.ts';
import type { SampleSubject, WatchEvent, WatchedMethod, WatchSettings } from './types.ts';

/** What evaluation losses are measured on. Few, since every one delays the run: the mean still moves far less than a single step's loss. */
export const EVALUATION = { images: 4, timestepsPerImage: 4, seed: 7 } as const;
/** Seeds of the pictures that are drawn on the way. */
export const SAMPLE_SEEDS: readonly number[] = [42, 1];
const SAMPLE_DRAWING = { guidanceScale: 7.5, sampler: 'dpmsolver++', samplingSteps: 12 } as const;

/** One run's evaluation. */
export class Evaluation {
  private constructor(
    private readonly model: Model,
    private readonly settings: WatchSettings,
    private readonly method: WatchedMethod,
    private readonly images: RunImages<LatentDistribution>,
    private readonly meter: LossMeter | null,
  ) {}

  static async create(
    model: Model,
    settings: WatchSettings,
    method: WatchedMethod,
    { trained, heldOut }: RunImages<LatentDistribution>,
  ): Promise<Evaluation> {
    const images = { trained: trained.slice(0, EVALUATION.images), heldOut: heldOut.slice(0, EVALUATION.images) };
    const meter =
      settings.evalEvery > 0 ? await method.meter({ ...EVALUATION, size: method.size, images: images.trained }) : null;
    return new Evaluation(model, settings, method, images, meter);
  }

  /** Whether there is something to look at after this step; 0 stands for before the first. */
  isDue(step: number): boolean {
    return this.isEvaluationDue(step) || this.isSampleDue(step) || this.isClassDue(step);
  }

  /** Looks at the θ that has been learnt by a step; gives the loss on images held out where it was measured. */
  async look(
    step: number,
    theta: Float32Array<ArrayBuffer>,
    job: Job,
    onEvent: (event: WatchEvent) => void,
  ): Promise<number | null> {
    let heldOut: number | null = null;
    if (this.meter && this.isEvaluationDue(step)) {
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
        ...this.method.drawnWith(theta),
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
