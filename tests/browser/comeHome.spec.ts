/**
 * There and back: a bundle that the studio writes is trained by weft-runner, and what that leaves comes home. It needs a Python
 * with the runner's packages; `npm run reference` makes one and runs this there. Without one it is skipped, and says so.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { zipSync } from 'fflate';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { bundleIn, openForRunner, relativeDistance, trainThere } from './outputs/runnerHere.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { DRAWING_TIMEOUT, fill, generate, goTo } from './outputs/studioSteps.ts';

const NAME = 'Learnt elsewhere';
const STEPS = 6;
/** Drops a file on the library. */
async function dropOnLibrary(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))], name));
      return transfer;
    },
    [name, Buffer.from(bytes).toString('base64')] as const,
  );
  await page.getByRole('region', { name: 'Library: results' }).locator('> div').dispatchEvent('drop', { dataTransfer });
}

test('a run goes elsewhere, comes home and draws', async ({ page }) => {
  test.setTimeout(15 * 60_000);
  const python = await openForRunner(page);
  const folder = mkdtempSync(join(tmpdir(), 'weft-come-home-'));
  await fill(page, {
    'Adapter name': NAME,
    Steps: STEPS,
    'Learning rate': 0.01,
    'Class images': 0,
    'Checkpoint every': 2,
    'Steady loss every': 3,
    'Sample pictures every': 3,
  });
  await page.getByLabel('Keep all checkpoints', { exact: true }).check();
  await bundleIn(page, folder);
  trainThere(python, folder);

  await test.step('its folder comes home', async () => {
    await page.getByLabel('Bring a run home (folder)').setInputFiles(join(folder, 'out'));
    const arrived = page.getByRole('list', { name: 'Runs that came home' });
    await expect(arrived).toContainText(
      `“${NAME}” is in the library, as learnt in ${STEPS} steps, with ${STEPS} losses, 2 checkpoints and 6 sample pictures.`,
      { timeout: 60_000 },
    );
    await expect(page.getByRole('region', { name: 'Training run' })).toContainText('Training finished');
    await expect(page.getByRole('heading', { name: 'As it learns' })).toBeVisible();
    await page.getByText('Checkpoints', { exact: true }).click();
    await expect(page.getByRole('list', { name: `Checkpoints of ${NAME}` }).getByRole('listitem')).toHaveCount(2);
  });

  await test.step('it draws otherwise than the model alone', async () => {
    await goTo(page, 'Create');
    await fill(page, { Prompt: 'a sks african fabric pattern', 'Sampling steps': 4, Seed: 7 });
    // The adapter that came home knows the prompt's word, and is chosen for it.
    await page.getByLabel('Adapter', { exact: true }).selectOption({ label: 'None' });
    const bare = await pixelsOf(await generate(page));
    await goTo(page, 'Library');
    await page
      .getByRole('listitem')
      .filter({ hasText: NAME })
      .getByRole('link', { name: 'Draw with it' })
      .first()
      .click();
    await expect(page.getByLabel('Adapter', { exact: true }).locator('option:checked')).toHaveText(NAME);
    await fill(page, { Prompt: 'a sks african fabric pattern', 'Sampling steps': 4, Seed: 7 });
    const learnt = await pixelsOf(await generate(page));
    const distance = meanDistance(learnt, bare);
    test.info().annotations.push({
      type: 'measured',
      description: `mean distance of the two pictures: ${distance.toFixed(2)} of 255`,
    });
    expect(distance).toBeGreaterThan(1);
  });

  await test.step('the same once more, as a zip dropped on the library, brings no double', async () => {
    await goTo(page, 'Library');
    const out = join(folder, 'out');
    const paths = ['run.json', 'adapter/theta.f32', 'steps/000002.f32', 'steps/000004.f32'];
    const zip = zipSync(Object.fromEntries(paths.map((path) => [`out/${path}`, readFileSync(join(out, path))])));
    await dropOnLibrary(page, 'out.zip', zip);
    await expect(page.getByRole('list', { name: 'Runs that came home' })).toContainText(
      `“${NAME}” was in the library already`,
      { timeout: 60_000 },
    );
    await goTo(page, 'Library');
    await expect(
      page.getByRole('list', { name: 'Adapters' }).getByRole('listitem').filter({ hasText: NAME }),
    ).toHaveCount(1);
  });

  await test.step('and a run that is half done goes on here', async () => {
    const report = join(folder, 'out', 'run.json');
    const told = JSON.parse(readFileSync(report, 'utf8'));
    // As it lay there at its last checkpoint, in another browser: under an id that is not known here.
    const half = { ...told, id: 'abcdef', status: 'running', stepsDone: null, stopped: null, theta: null, adapter: [] };
    writeFileSync(report, JSON.stringify(half));
    await goTo(page, 'Train');
    await page.getByLabel('Bring a run home (folder)').setInputFiles(join(folder, 'out'));
    await expect(page.getByRole('list', { name: 'Runs that came home' })).toContainText(
      `can be gone on with from step 4 of ${STEPS}`,
      { timeout: 60_000 },
    );
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await expect(page.getByRole('status').getByText('Training finished')).toBeVisible({ timeout: DRAWING_TIMEOUT });
    // The last steps here, from the runner's state, and those of the runner itself.
    const [here, there] = (await storedAdapters(page)).map(({ theta }) => theta);
    if (!here || !there) throw new Error('there should be two adapters');
    const distance = relativeDistance(here, there);
    test.info().annotations.push({
      type: 'measured',
      description: `θ of the browser's last steps and of the runner's: ${distance.toExponential(1)} apart`,
    });
    expect(distance).toBeLessThan(1e-3);
    expect(here).not.toEqual(there);
  });
  rmSync(folder, { recursive: true });
});
