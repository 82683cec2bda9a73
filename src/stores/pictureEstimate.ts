/** How long one picture will take, from what was measured when the model was opened. */
import type { CreateSettings, ModelInfo } from '../../workers/protocol.ts';

/** Seconds for sampling and decoding. Timings are of the native size; work grows with the number of pixels. */
export function pictureSeconds(
  { size, samplingSteps }: Pick<CreateSettings, 'size' | 'samplingSteps'>,
  { timings, nativeSize }: Pick<ModelInfo, 'timings' | 'nativeSize'>,
): number {
  return (samplingSteps * timings.guidedStepSeconds + timings.decodeSeconds) * (size / nativeSize) ** 2;
}
