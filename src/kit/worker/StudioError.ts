/** Faults as exceptions: what the stores throw and catch, built from the plain data that crosses the wire. */
import type { Outcome, StudioFault } from '../../contract/errors.ts';

export class StudioError extends Error {
  readonly fault: StudioFault;

  constructor(fault: StudioFault) {
    super(fault.message);
    this.name = 'StudioError';
    this.fault = fault;
  }
}

/** The fault of a job that its person ended. */
export const CANCELLED: StudioFault = {
  code: 'cancelled',
  message: 'The job was cancelled.',
  advice: 'Start it again whenever you like.',
};

/** The value of an outcome. @throws StudioError with the outcome's fault */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new StudioError(outcome.fault);
}

/** Anything thrown, as a fault that can be shown; an unforeseen error keeps its own words. */
export function faultOf(error: unknown): StudioFault {
  if (error instanceof StudioError) return error.fault;
  return {
    code: 'internal',
    message: `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`,
    advice: 'Try it once more; if it happens again, reload the page. What you kept is still here.',
  };
}

/** The work's outcome, for those who show a fault rather than catch an error. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
}

export function isPaused(error: unknown): boolean {
  return error instanceof StudioError && error.fault.code === 'paused';
}

export function isCancelled(error: unknown): boolean {
  return error instanceof StudioError && error.fault.code === 'cancelled';
}
