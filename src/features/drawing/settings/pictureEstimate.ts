/** How long one picture will take, from what was measured when the model was opened. */
import type { CreateSettings, SamplingSettings } from '../../../contract/drawing.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';

/** A step without guidance asks the U-Net for one sample in place of two. */
const UNGUIDED_COST = 0.5;

/** What a picture's steps take, in steps with guidance. */
export function guidedSteps({
  samplingSteps,
  guidanceScale,
}: Pick<SamplingSettings, 'samplingSteps' | 'guidanceScale'>): number {
  return samplingSteps * (guidanceScale > 1 ? 1 : UNGUIDED_COST);
}

/** Seconds for sampling and decoding. Timings are of the native size; work grows with the number of pixels. */
export function pictureSeconds(
  { size, ...sampling }: Pick<CreateSettings, 'size' | 'samplingSteps' | 'guidanceScale'>,
  { timings, nativeSize }: Pick<ModelInfo, 'timings' | 'nativeSize'>,
): number {
  return (guidedSteps(sampling) * timings.guidedStepSeconds + timings.decodeSeconds) * (size / nativeSize) ** 2;
}
