/** Whatever was thrown becomes the error of an outcome: at a worker's door, and on the page where it is to be shown. */
import { type ErrorInfo, errorInfo, type Outcome, StudioError } from './errors.ts';
import { say } from './message.ts';

/** Browsers' own words for a module that could not be fetched: Chromium's, Firefox's, Safari's. */
const FAILED_IMPORT = /dynamically imported module|importing a module script failed/i;

/**
 * Whether a part of the program could not be loaded. Browsers remember that: where it happened, be it a worker or the page,
 * every further try fails like the first, and only a new worker or a reload helps.
 */
export function isFailedImport(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The bundler's own word for a style that comes with a part.
  return (
    (error instanceof TypeError && FAILED_IMPORT.test(error.message)) || /^Unable to preload CSS/.test(error.message)
  );
}

const PART_MISSING = errorInfo(
  'part-missing',
  'A part of the studio could not be loaded.',
  'Check the connection and try again. If it stays so, reload the page: the studio may have been renewed.',
);

/**
 * Does the work and never rejects: what was thrown is the outcome's error, `internal` where nobody foresaw it.
 * `explain` knows other errors, such as those of what a worker is built on; it gives null for those that it doesn't.
 */
export async function outcomeOf<T>(
  work: () => T | Promise<T>,
  explain: (error: unknown) => ErrorInfo | null = () => null,
): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof StudioError) return { ok: false, error: error.info };
    if (isFailedImport(error)) return { ok: false, error: PART_MISSING };
    const explained = explain(error);
    if (explained) return { ok: false, error: explained };
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      error: errorInfo(
        'internal',
        say('Something went wrong that the studio did not foresee: {message}', { message }),
        'Try it again; if it happens once more, reload the page.',
      ),
    };
  }
}
