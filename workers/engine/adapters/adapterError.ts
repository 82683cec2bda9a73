/** The error of everything that reads, mixes or writes adapters. */
import { EngineError } from '../EngineError.ts';

/** An adapter can't be used with this model, or at all. */
export class AdapterError extends EngineError {
  override readonly name = 'AdapterError';
}
