/** Scores of what a run left: drawn, judged with models from a hub, kept with the item; and a hub that can't be reached. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import * as z from 'zod';
import { RunScores } from '../../src/features/library/records/runScores.ts';
import { craftedWord } from './adapters/craftedAdapter.ts';
import { hubFile } from './models/scoreHub.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { storedWords } from './outputs/storedWords.ts';
import { goTo, openStudio } from './outputs/studioSteps.ts';

const FIXTURES = 'tests/fixtures/scores';
const Expected = z.object({
  real: z.array(z.string()),
  scores: z.object({ real: z.object({ dino: z.number(), clipI: z.number() }) }),
});

/** How the imitated hub answers: not at all, only once it is told to, or at once. */
type Hub = 'away' | 'slow' | 'there';

/** Answers requests to the hub, the workers' too; gives what was asked. */
async function imitateHub(page: Page, hub: () => Hub): Promise<string[]> {
  const asked: string[] = [];
  const headers = { 'access-control-allow-origin': '*' };
  await page.context().route('https://huggingface.co/**', async (route) => {
    const address = route.request().url();
    asked.push(`${route.request().method()} ${address}`);
    await expect.poll(hub).not.toBe('slow');
    if (hub() === 'away') return route.abort('internetdisconnected');
    const body = await hubFile(address);
    if (!body) return route.fulfill({ status: 404, headers });
    const length = { 'content-length': String(body.length) };
    return route.fulfill({ status: 200, body: Buffer.from(body), headers: { ...headers, ...length } });
  });
  return asked;
}

test('scores are measured on request, with their protocol, and kept', async ({ page }) => {
  const expected = Expected.parse(JSON.parse(await readFile(`${FIXTURES}/expected.json`, 'utf8')));
  const elsewhere: string[] = [];
  page.context().on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !['127.0.0.1', 'huggingface.co'].includes(hostname)) {
      elsewhere.push(request.url());
    }
  });
  let hub: Hub = 'away';
  const asked = await imitateHub(page, () => hub);
  await openTinyModel(page.context());
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByLabel('Import adapters').setInputFiles([craftedWord('<indigo>', 3)]);
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '<indigo>' }) });
  const measure = card.getByRole('button', { name: 'Measure scores' });
  const openScores = async () => {
    await card.getByText('Scores', { exact: true }).click();
    await card.getByRole('radio', { name: '1', exact: true }).check();
  };
  await openScores();
  // Told before anything is fetched.
  await expect(card).toContainText('huggingface.co first: 692.0 MB');

  await test.step('without photographs there is nothing to hold pictures against', async () => {
    await measure.click();
    await expect(card.getByRole('alert')).toContainText('no photographs');
    await goTo(page, 'Dataset');
    const photographs = expected.real.map((name) => `${FIXTURES}/real/${name}`);
    await page.getByLabel('Add images').setInputFiles(photographs);
    await expect(page.getByRole('list', { name: 'Images of the dataset' }).getByRole('img')).toHaveCount(
      photographs.length,
    );
    await goTo(page, 'Library');
    await openScores();
    expect(asked).toEqual([]);
  });

  await test.step('a hub that can’t be reached, before anything is drawn', async () => {
    await measure.click();
    await expect(card.getByRole('alert')).toContainText('could not be fetched from huggingface.co');
  });

  await test.step('a measurement is cancelled', async () => {
    hub = 'slow';
    await measure.click();
    await expect(card.getByRole('status')).toContainText('Fetching the models');
    await card.getByRole('button', { name: 'Cancel' }).click();
    await expect(measure).toBeVisible();
    await expect(card.getByRole('alert')).toHaveCount(0);
  });

  await test.step('the scores, and the photographs’ own as Python has them', async () => {
    hub = 'there';
    await measure.click();
    await expect(card.getByRole('table')).toBeVisible({ timeout: 60_000 });
    const [word] = await storedWords(page);
    const { scores, protocol } = RunScores.parse(word?.scores);
    const { dino, clipI } = expected.scores.real;
    expect(scores.real?.dino).toBeCloseTo(dino, 4);
    expect(scores.real?.clipI).toBeCloseTo(clipI, 4);
    for (const score of [scores.dino, scores.clipI, scores.clipT]) {
      expect(Math.abs(score)).toBeGreaterThan(0);
      expect(Math.abs(score)).toBeLessThan(1);
    }
    expect(protocol).toMatchObject({ seeds: [2001], samplingSteps: 25, photographs: 3, model: 'weft-starter' });
    expect(protocol.prompts).toContain('<indigo> african fabric pattern');
    await expect(card.getByRole('row', { name: /^DINO/ })).toContainText(dino.toFixed(3));
    await expect(card).toContainText('9 pictures of 9 prompts; seed 2001');
  });

  await test.step('measured again from what is kept, without the hub', async () => {
    hub = 'away';
    const before = asked.length;
    await card.getByRole('radio', { name: '2', exact: true }).check();
    await measure.click();
    await expect(card).toContainText('18 pictures of 9 prompts; seeds 2001 and 2002', { timeout: 60_000 });
    await expect(card.getByRole('alert')).toHaveCount(0);
    expect(asked.slice(before)).toEqual([]);
  });

  await test.step('models were fetched and nothing was sent; they can be deleted', async () => {
    expect(asked.filter((request) => !/^(GET|HEAD) /.test(request))).toEqual([]);
    expect(elsewhere).toEqual([]);
    await expect(card).toContainText('are kept in this browser');
    await card.getByRole('button', { name: 'Delete the scoring models' }).click();
    await expect(card).toContainText('are fetched from huggingface.co first');
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
  });
});
