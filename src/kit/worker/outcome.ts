/** Outcomes of calls into values, and errors into what can be shown. */
import { type ErrorInfo, errorInfo, type Outcome, StudioError } from '../../contract/errors.ts';
import { StorageError } from '../../files/StorageError.ts';
import { errorInWords, t } from '../language/t.ts';

/** The error of a job that its person ended. */
export const cancelled = (): ErrorInfo =>
  errorInfo('cancelled', t('The job was cancelled.'), t('Start it again whenever you like.'));

/** The value of an outcome. @throws StudioError with the outcome's error, in the page's language */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new StudioError(errorInWords(outcome.error));
}

/** Anything thrown, as an error that can be shown; an unforeseen error keeps its own words. */
export function errorInfoOf(error: unknown): ErrorInfo {
  if (error instanceof StudioError) return errorInWords(error.info);
  if (error instanceof StorageError) return errorInWords(error.info);
  const message = error instanceof Error ? error.message : String(error);
  return errorInfo(
    'internal',
    t('Something unexpected happened: {message}', { message }),
    t('Try it once more; if it happens again, reload the page. What you kept is still here.'),
  );
}

export function isPaused(error: unknown): boolean {
  return error instanceof StudioError && error.info.code === 'paused';
}

export function isCancelled(error: unknown): boolean {
  return error instanceof StudioError && error.info.code === 'cancelled';
}
