/** Whatever was thrown becomes the error of an outcome: at a worker's door, and on the page where it is to be shown. */
import { type ErrorInfo, type Outcome, StudioError } from './errors.ts';

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
    const explained = explain(error);
    if (explained) return { ok: false, error: explained };
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      error: {
        code: 'internal',
        message: `Something went wrong that the studio did not foresee: ${message}`,
        advice: 'Try it again; if it happens once more, reload the page.',
      },
    };
  }
}
