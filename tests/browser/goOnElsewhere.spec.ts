/** Go on elsewhere: the bundle that one press writes, of the form and of a run that was paused. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { RunBundle } from '../../src/contract/runs/runBundle.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { pauseAtCheckpoint } from './outputs/atCheckpoint.ts';
import { addTwoFabrics, fill, goTo, openStudio } from './outputs/studioSteps.ts';

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test.beforeEach(async ({ context, page }) => {
  await openTinyModel(context);
  // The dialogue for files is the system's own, which no test can answer: as in browsers that have none, a download comes.
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  page.on('dialog', (dialog) => dialog.accept());
});

/** Presses and unpacks what comes. */
async function writtenBundle(
  page: Page,
  button = 'Go on elsewhere',
): Promise<{ name: string; files: Record<string, Uint8Array>; run: RunBundle }> {
  const coming = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name: button, exact: true }).click();
  const download = await coming;
  const files = unzipSync(await readFile(await download.path()));
  return { name: download.suggestedFilename(), files, run: RunBundle.parse(JSON.parse(text(files['run.json']))) };
}

async function openForm(page: Page, fields: Record<string, string | number>): Promise<void> {
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, fields);
}

test('the form and the dataset as they are become a bundle that says the same', async ({ page }) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  const name = `It's "my" $(cloth)`;
  await openForm(page, { 'Adapter name': name, Steps: 30, Rank: 2, 'Class images': 0, 'Hold out one of': 2 });
  // What diffusers' script can learn is attention alone.
  await page.getByRole('checkbox', { name: 'Convolutions' }).uncheck();
  await page.getByRole('checkbox', { name: 'Projections' }).uncheck();
  const { name: fileName, files, run } = await writtenBundle(page);
  expect(fileName).toBe('weft-run-it-s-my-cloth.zip');
  expect(run.settings).toMatchObject({ method: 'lora', adapterName: name, steps: 30, rank: 2, holdOut: 2 });
  expect(run.state).toBeNull();
  expect(run.modules?.length).toBeGreaterThan(0);
  expect(run.pictures.map(({ file, heldOut }) => [file, heldOut])).toEqual([
    ['pictures/captioned/0001.png', false],
    ['pictures/held-out/0002.png', true],
  ]);
  for (const { file, sha256 } of run.pictures) {
    const bytes = files[file] ?? new Uint8Array();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([run.size, run.size]);
  }
  // The model is nowhere else, so it goes along.
  const weights = await readFile('tests/fixtures/tiny/unet/diffusion_pytorch_model.safetensors');
  expect(Buffer.from(files['model/unet/diffusion_pytorch_model.safetensors'] ?? []).equals(weights)).toBe(true);
  expect(text(files['diffusers/run.sh'])).toContain('--max_train_steps=30');
  expect(text(files['kohya/WHY_NOT.md'])).toContain('neither Stable Diffusion 1 nor 2');
  expect(text(files['NOT_CARRIED.md'])).toContain('## ai-toolkit');
  expect(Object.keys(files).filter((path) => path.endsWith('.toml') && path.startsWith('kohya/'))).toEqual([]);
  await expect(page.getByText('weft-run-it-s-my-cloth.zip is written')).toBeVisible();
});

test('a run that was paused takes its state along, bit for bit', async ({ page }) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await openForm(page, {
    'Adapter name': 'Paused',
    Steps: 2000,
    'Class images': 0,
    Rank: 2,
    'Checkpoint every': 5,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });
  await pauseAtCheckpoint(page, () => page.getByRole('button', { name: 'Start training' }).click());
  const { files, run } = await writtenBundle(page, 'Go on elsewhere with “Paused”');
  const step = run.state?.step ?? 0;
  expect(step).toBeGreaterThan(0);
  expect(run.state?.losses.at(-1)?.step).toBe(step);
  const described = JSON.parse(text(files['state/state.json']));
  expect(described.step).toBe(step);
  expect(described.random.words).toHaveLength(624);
  // θ of all modules, in the order in which they are told.
  const numbers = (run.modules ?? []).reduce(
    (sum, { inFeatures, outFeatures, kernel = 1 }) => sum + 2 * (inFeatures * kernel * kernel + outFeatures),
    0,
  );
  for (const vector of ['theta', 'm', 'v']) {
    expect(described.vectors[vector]).toBe(numbers);
    expect(files[`state/${vector}.f32`]).toHaveLength(4 * numbers);
  }
});
