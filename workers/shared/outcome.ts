/** How a worker's code fails: it throws a `Failure`, and at the worker's door that becomes the fault of an outcome. */
import type { Outcome, StudioErrorCode, StudioFault } from '../../src/contract/errors.ts';
import type { MemoryProposal } from '../../src/contract/memory.ts';

/** An error that a person can act on. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly fault: StudioFault;

  /** @param message one sentence on what happened @param advice one sentence on what to do next */
  constructor(code: StudioErrorCode, message: string, advice: string, proposal: MemoryProposal | null = null) {
    super(message);
    this.fault = { code, message, advice, ...(proposal && { proposal }) };
  }
}

/**
 * Does the work and never rejects: what was thrown is the outcome's fault, `internal` where nobody foresaw it.
 * `explain` knows the errors of what the worker is built on; it gives null for others.
 */
export async function outcomeOf<T>(
  work: () => T | Promise<T>,
  explain: (error: unknown) => StudioFault | null = () => null,
): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, fault: error.fault };
    const explained = explain(error);
    if (explained) return { ok: false, fault: explained };
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      fault: {
        code: 'internal',
        message: `Something went wrong that the studio did not foresee: ${message}`,
        advice: 'Try it again; if it happens once more, reload the page.',
      },
    };
  }
}
