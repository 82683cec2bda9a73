/** The errors of everything that reads, mixes or writes adapters. */
import { EngineError } from '../EngineError.ts';

/** An adapter can't be used with this model, or at all. */
export class AdapterError extends EngineError {
  override readonly name: string = 'AdapterError';
  readonly code = 'adapter';
}

/** An adapter's file names layers that the model doesn't have. The rest can be read by leaving them out. */
export class UnknownModulesError extends AdapterError {
  override readonly name = 'UnknownModulesError';

  constructor(
    /** The layers that the model lacks, as the file names them. */
    readonly unknown: readonly string[],
    /** How many of the file's layers the model has. */
    readonly fitting: number,
  ) {
    const first = unknown.slice(0, 3).join(', ');
    const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
    super(
      `The adapter changes ${unknown.length} of its ${unknown.length + fitting} layers in a net other than this model's: ${first}${more}.`,
      fitting === 0 ? 'Open the model that the adapter was made for.' : 'Leave them out, or open its own model.',
    );
  }
}
