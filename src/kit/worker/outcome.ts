/** Outcomes of calls into values, and errors into what can be shown. */
import { type ErrorInfo, type Outcome, StudioError } from '../../contract/errors.ts';

/** The error of a job that its person ended. */
export const CANCELLED: ErrorInfo = {
  code: 'cancelled',
  message: 'The job was cancelled.',
  advice: 'Start it again whenever you like.',
};

/** The value of an outcome. @throws StudioError with the outcome's error */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new StudioError(outcome.error);
}

/** Anything thrown, as an error that can be shown; an unforeseen error keeps its own words. */
export function errorInfoOf(error: unknown): ErrorInfo {
  if (error instanceof StudioError) return error.info;
  return {
    code: 'internal',
    message: `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`,
    advice: 'Try it once more; if it happens again, reload the page. What you kept is still here.',
  };
}

export function isPaused(error: unknown): boolean {
  return error instanceof StudioError && error.info.code === 'paused';
}

export function isCancelled(error: unknown): boolean {
  return error instanceof StudioError && error.info.code === 'cancelled';
}
