/** How long one picture will take, from what was measured when the model was opened. */
import { stepWork } from '@weft/engine';
import type { CreateSettings, SamplingSettings } from '../../../contract/drawing.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';

/** A step without guidance asks the U-Net for one sample in place of two. */
const UNGUIDED_COST = 0.5;

/** A step that takes the deep layers of an earlier one: the operations of Stable Diffusion 1.5; of the starter's 0.2 are left. */
const SHALLOW_COST = 0.38;

type Asked = Pick<SamplingSettings, 'samplingSteps' | 'guidanceScale'> &
  Partial<Pick<CreateSettings, 'guidanceUntil' | 'deepEvery'>>;

/** What a picture's steps take, in whole steps with guidance. */
export function guidedSteps({ samplingSteps, guidanceScale, guidanceUntil = 100, deepEvery = 1 }: Asked): number {
  const work = stepWork(samplingSteps, guidanceScale, { guidanceStop: guidanceUntil / 100, deepEvery });
  return work.reduce((sum, { guided, whole }) => sum + (guided ? 1 : UNGUIDED_COST) * (whole ? 1 : SHALLOW_COST), 0);
}

/** Seconds for sampling and decoding. Timings are of the native size; work grows with the number of pixels. */
export function pictureSeconds(
  { size, ...sampling }: Pick<CreateSettings, 'size'> & Asked,
  { timings, nativeSize }: Pick<ModelInfo, 'timings' | 'nativeSize'>,
): number {
  return (guidedSteps(sampling) * timings.guidedStepSeconds + timings.decodeSeconds) * (size / nativeSize) ** 2;
}
