/** Files that come with the page, and are fetched when they are asked for. */
import { StudioError } from '../../contract/errors.ts';
import { t } from '../language/t.ts';

/**
 * @param path from the page's own address, e.g. `samples/sample-01.webp`
 * @param what it is, as the beginning of a sentence, e.g. `The sample`
 * @param press the button that asks for it again
 * @throws StudioError `model-unavailable` where it can't be had
 */
export async function fetchShipped(path: string, what: string, press: string): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI)).catch(() => null);
  if (response?.ok) return response;
  throw new StudioError({
    code: 'model-unavailable',
    message: t('{what} could not be fetched ({why}).', {
      what,
      why: response ? t('answer {status}', { status: response.status }) : t('no connection'),
    }),
    advice: t('Check the connection to the place this page came from and press “{press}” again.', { press }),
  });
}
