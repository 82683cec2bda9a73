/** What was thrown, as the error of an outcome. */
import { describe, expect, it } from 'vitest';
import { type ErrorInfo, studioError } from '../../../src/contract/errors.ts';
import { isFailedImport, outcomeOf } from '../../../src/contract/outcome.ts';
import { errorInfoOf, unwrap } from '../../../src/kit/worker/outcome.ts';

const busy = studioError('busy', 'A job is running.', 'Wait.');
const known: ErrorInfo = { code: 'model-damaged', message: 'It is torn.', advice: 'Fetch it again.' };
const throwing = (error: unknown) => () => {
  throw error;
};

describe('outcomeOf', () => {
  it('gives the value, whether it is waited for or there', async () => {
    await expect(outcomeOf(async () => 1)).resolves.toEqual({ ok: true, value: 1 });
    await expect(outcomeOf(() => 2)).resolves.toEqual({ ok: true, value: 2 });
  });

  it('keeps an error that a person can act on, and asks nobody about it', async () => {
    await expect(outcomeOf(throwing(busy), () => known)).resolves.toEqual({ ok: false, error: busy.info });
  });

  it('has others explained, and says of those that nobody knows what they said', async () => {
    const explain = (error: unknown) => (error === 'torn' ? known : null);
    await expect(outcomeOf(throwing('torn'), explain)).resolves.toEqual({ ok: false, error: known });
    for (const thrown of [new Error('bolt'), 'bolt']) {
      await expect(outcomeOf(throwing(thrown), explain)).resolves.toMatchObject({
        error: {
          code: 'internal',
          message: 'Something went wrong that the studio did not foresee: bolt',
          advice: 'Try it again; if it happens once more, reload the page.',
        },
      });
    }
  });

  it.each([
    'Failed to fetch dynamically imported module: https://studio.example/assets/lookUp-1.js',
    'error loading dynamically imported module: https://studio.example/assets/lookUp-1.js',
    'Importing a module script failed.',
  ])('knows a part that failed to load by its browser’s words: %s', async (message) => {
    const error = new TypeError(message);
    expect(isFailedImport(error)).toBe(true);
    await expect(outcomeOf(throwing(error), () => known)).resolves.toMatchObject({ error: { code: 'part-missing' } });
  });

  it('knows a part whose style failed to load by the bundler’s words', () => {
    expect(isFailedImport(new Error('Unable to preload CSS for /assets/AddModelDialog-1.css'))).toBe(true);
  });

  it.each([
    new TypeError('Failed to fetch'),
    new Error('dynamically imported module'),
    'Importing a module script failed.',
  ])('takes nothing else for that: %s', (error) => {
    expect(isFailedImport(error)).toBe(false);
  });

  it('on the page keeps the page’s own words', async () => {
    await expect(outcomeOf(throwing(new Error('bolt')), errorInfoOf)).resolves.toMatchObject({
      error: { code: 'internal', message: 'Something unexpected happened: bolt' },
    });
  });
});

it('an outcome’s error is thrown where its value is unwrapped', () => {
  expect(unwrap({ ok: true, value: 3 })).toBe(3);
  expect(() => unwrap({ ok: false, error: busy.info })).toThrow('A job is running.');
});
