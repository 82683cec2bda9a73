/** The error of everything that reads or writes weight files. */
import { EngineError } from '../EngineError.ts';

/** A weight file can't be used. */
export class WeightsError extends EngineError {
  override readonly name = 'WeightsError';
  readonly code = 'weights';
}
