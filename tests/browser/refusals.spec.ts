/** What bad settings, a missing model file and a browser with little to offer get: a sentence at the place, nothing lost. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { addTwoFabrics, fill, goTo, openStudio } from './outputs/studioSteps.ts';

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const status = (page: Page) => page.getByRole('region', { name: 'Status' });

test.beforeEach(({ page }) => openTinyModel(page));

test('settings out of range are refused beside their fields', async ({ page }) => {
  await page.goto('./?device=wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  for (const [label, value, words] of [
    ['Steps', 0, /must be 1 or more/],
    ['Steps', 5001, /must be 5000 or less/],
    ['Steps', 2.5, /must be a whole number/],
    ['Rank', 0, /must be 1 or more/],
    ['Rank', 65, /must be 64 or less/],
    ['Learning rate', 5, /must be 0\.1 or less/],
    ['Class images', -1, /must be 0 or more/],
  ] as const) {
    const before = await field(page, label).inputValue();
    await fill(page, { [label]: value });
    await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, label)).toHaveAccessibleDescription(words);
    await page.getByRole('button', { name: 'Start training' }).click();
    await expect(page.getByRole('progressbar', { name: 'Training progress' })).toHaveCount(0);
    await fill(page, { [label]: before });
    await expect(field(page, label)).not.toHaveAttribute('aria-invalid');
  }
});

test('an instance prompt without the subject token is warned of', async ({ page }) => {
  await page.goto('./?device=wasm#/train');
  await fill(page, { 'Instance prompt': 'an african fabric pattern' });
  const remark = page.getByRole('region', { name: 'Adviser on these settings' }).getByText(/instance prompt.*sks/i);
  await expect(remark.first()).toBeVisible();
  await fill(page, { 'Instance prompt': 'a sks african fabric pattern' });
  await expect(remark).toHaveCount(0);
});

test('training without images says to add some', async ({ page }) => {
  await page.goto('./?device=wasm#/train');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('alert').getByText(/no image/i)).toBeVisible();
});

test('a prompt longer than the text encoder takes says what is cut where it is read plainly', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  await page.getByText('Expert settings', { exact: true }).click();
  await page.getByLabel('Prompts are read', { exact: true }).selectOption('Plainly');
  await fill(page, { Prompt: `${'blue '.repeat(75)}pomegranate handbag` });
  await expect(field(page, 'Prompt')).toHaveAccessibleDescription(/handbag” is cut off/);
  await fill(page, { Prompt: 'blue handbag' });
  await expect(field(page, 'Prompt')).not.toHaveAccessibleDescription(/cut off/);
});

test('a model file that fails to load says so and can be tried again', async ({ page }) => {
  const broken = '**/unet/diffusion_pytorch_model.safetensors';
  await page.route(broken, (route) => route.fulfill({ status: 503, body: 'busy' }));
  await page.goto('./?device=wasm');
  const error = page.getByRole('alert').filter({ hasText: 'unet/diffusion_pytorch_model.safetensors' });
  await expect(error).toContainText('503', { timeout: 60_000 });
  // The dataset works without a model.
  await addTwoFabrics(page);
  await page.unroute(broken);
  await error.getByRole('button', { name: 'Try again' }).click();
  await expect(status(page)).toContainText('on wasm', { timeout: 120_000 });
});

test('a damaged model file is told apart from a missing one', async ({ page }) => {
  await page.route('**/vae/diffusion_pytorch_model.safetensors', (route) =>
    route.fulfill({ status: 200, body: Buffer.alloc(5000, 7) }),
  );
  await page.goto('./?device=wasm');
  await expect(page.getByRole('alert')).toContainText(/header/i, { timeout: 60_000 });
});

test('without WebGPU and without threads it works, and says that it is slower', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'gpu', { value: undefined }));
  // A host that sends no isolation headers: browsers then give no threads.
  await page.route(/\/(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    const {
      'cross-origin-opener-policy': _opener,
      'cross-origin-embedder-policy': _embedder,
      ...headers
    } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto('./');
  await expect(status(page)).toContainText('wasm, 1 thread', { timeout: 180_000 });
  await expect(status(page)).toContainText(/more slowly/);
});

test('an address that asks for an unknown device is told, and the studio starts all the same', async ({ page }) => {
  await page.goto('./?device=abacus');
  await expect(page.getByRole('alert').filter({ hasText: 'abacus' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Dataset', level: 1 })).toBeVisible();
});
