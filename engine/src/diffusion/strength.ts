/** How much of the way from noise to a picture is gone where another picture is drawn over. */
import { DiffusionError } from './diffusionError.ts';

/**
 * How many of the steps are taken, the last ones, as diffusers' StableDiffusionImg2ImgPipeline.
 * @param samplingSteps of the whole way, a whole number from 1
 * @param strength more than 0 to 1
 * @throws DiffusionError where the strength is none, or so little that no step is taken
 */
export function stepsTaken(samplingSteps: number, strength: number): number {
  if (!(strength > 0 && strength <= 1)) {
    throw new DiffusionError(`A strength of ${strength} can't be drawn with.`, 'Use more than 0 and at most 1.');
  }
  const taken = Math.min(Math.trunc(samplingSteps * strength), samplingSteps);
  if (taken < 1) {
    throw new DiffusionError(
      `At a strength of ${strength} none of ${samplingSteps} sampling steps is taken.`,
      `Use ${Math.ceil(1 / strength)} steps or more, or more strength.`,
    );
  }
  return taken;
}
