/** The error of noise, schedules and samplers. */
import { EngineError } from '../EngineError.ts';

/** A diffusion setting or configuration can't be used. */
export class DiffusionError extends EngineError {
  override readonly name = 'DiffusionError';
  readonly code = 'diffusion';
}
