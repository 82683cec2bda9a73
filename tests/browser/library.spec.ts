/** The library by hand: files in and out in every layout, several adapters together, mistakes undone, bad files refused. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { peftConfigOf, writeLora } from '@weft/engine';
import { float32Tensor, writeSafetensors } from '@weft/engine/internal';
import { adapterFile, craftedAdapter, craftedFile, craftedWord } from './adapters/craftedAdapter.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { keepRecords } from './outputs/storedRecords.ts';
import { DRAWING_TIMEOUT, fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const BLOCK = 'down_blocks.0.attentions.0.transformer_blocks.0';

type ChosenFile = ReturnType<typeof adapterFile>;

test.beforeEach(({ page }) => openTinyModel(page));

const card = (page: Page, name: string, list: 'Adapters' | 'Learnt words' = 'Adapters') =>
  page
    .getByRole('list', { name: list })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
const alerts = (page: Page, words: string | RegExp) => page.getByRole('alert').filter({ hasText: words });

async function importFiles(page: Page, ...files: ChosenFile[]): Promise<void> {
  await page.getByLabel('Import adapters').setInputFiles(files);
}

/** Lets files fall on the panel, as from a file manager. */
async function dropFiles(page: Page, ...files: ChosenFile[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (dropped) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of dropped) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    },
    files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') })),
  );
  await page.getByRole('region', { name: 'Library: results' }).locator('> div').dispatchEvent('drop', { dataTransfer });
}

async function remove(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await expect(card(page, name)).toHaveCount(0);
}

/** Saves an adapter in a layout; gives the file as it could be chosen again. */
async function exportAs(page: Page, name: string, layout: string): Promise<ChosenFile> {
  await page.getByRole('button', { name: `Export ${name}` }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: new RegExp(`^${layout}`) }).click(),
  ]);
  return adapterFile(download.suggestedFilename(), await readFile(await download.path()));
}

/** Puts an adapter of another model into storage, as version 0.1.0 kept it. */
async function keepFirstRecord(page: Page): Promise<void> {
  // A page of the same origin on which the studio doesn't run.
  await page.goto('./favicon.svg');
  await keepRecords(page, 'weft-adapters', [
    {
      id: 'old',
      name: 'Heirloom',
      createdAt: 1,
      method: 'lora',
      adapter: {
        baseModel: 'stable-diffusion-v1-5',
        rank: 1,
        loraAlpha: 1,
        modules: ['to_k', 'to_v'].map((name) => ({
          name: `${BLOCK}.attn2.${name}`,
          inFeatures: 768,
          outFeatures: 320,
        })),
        theta: new Float32Array(2176),
      },
      settings: { adapterName: 'Heirloom', instancePrompt: 'a sks cloth', steps: 300, learningRate: 1e-4 },
      losses: [{ step: 12, instance: 0.1, prior: null }],
      stepsDone: 12,
      stopped: true,
    },
  ]);
}

/** Draws three steps with what stands in Create's form. */
async function drawn(page: Page): Promise<Uint8Array> {
  await fill(page, { Prompt: 'a sks african fabric pattern', 'Sampling steps': 3, Seed: 7 });
  return pixelsOf(await generate(page));
}

async function drawnWith(page: Page, name: string): Promise<Uint8Array> {
  await goTo(page, 'Library');
  await card(page, name).getByRole('link', { name: 'Draw with it' }).click();
  await expect(page.getByLabel('Adapter', { exact: true }).locator('option:checked')).toHaveText(name);
  return drawn(page);
}

/** Moves a slider by its keys: a page is half a weight. */
async function pageKeys(slider: Locator, key: 'PageUp' | 'PageDown', times: number): Promise<void> {
  await slider.focus();
  for (let i = 0; i < times; i++) await slider.press(key);
}

test('exported in each layout, deleted and imported, an adapter draws the identical picture; a deletion is undone', async ({
  page,
}) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await importFiles(page, craftedFile('Woven', 1));
  await expect(card(page, 'Woven')).toContainText('weft-starter · rank 4, alpha 8');
  await expect(card(page, 'Woven')).toContainText('40 steps · imported from Woven.safetensors');
  await expect(card(page, 'Woven')).toContainText(/final instance loss/);
  await card(page, 'Woven').getByText('Settings of its run').click();
  await expect(card(page, 'Woven').getByRole('definition').filter({ hasText: '0.004' })).toBeVisible();

  const before = await drawnWith(page, 'Woven');
  const [first] = await storedAdapters(page);
  for (const [layout, fileName] of [
    ['PEFT', 'Woven.zip'],
    ['diffusers', 'Woven.safetensors'],
    ['kohya', 'Woven.safetensors'],
  ] as const) {
    await test.step(layout, async () => {
      await goTo(page, 'Library');
      const file = await exportAs(page, 'Woven', layout);
      expect(file.name).toBe(fileName);
      await remove(page, 'Woven');
      await importFiles(page, file);
      await expect(card(page, 'Woven')).toContainText('40 steps');
      expect(Buffer.compare(await drawnWith(page, 'Woven'), before)).toBe(0);
      expect(await storedAdapters(page)).toEqual([first]);
    });
  }

  await test.step('without it the picture is another', async () => {
    await page.getByLabel('Adapter', { exact: true }).selectOption({ label: 'None' });
    expect(meanDistance(await drawn(page), before)).toBeGreaterThan(2);
  });

  await test.step('a deletion is undone whole, its picture with it', async () => {
    await goTo(page, 'Library');
    await page.getByRole('button', { name: 'Draw a new thumbnail for Woven' }).click();
    const thumbnail = (name: string) => card(page, name).locator('img');
    await expect(thumbnail('Woven')).toHaveJSProperty('naturalWidth', 128, { timeout: DRAWING_TIMEOUT });
    const picture = await pixelsOf(thumbnail('Woven'));
    await page.getByRole('button', { name: 'Rename Woven' }).click();
    await page.getByLabel('New name for Woven').fill('Kente');
    await page.getByRole('button', { name: 'Save' }).click();
    await remove(page, 'Kente');
    expect(await storedAdapters(page)).toEqual([]);
    const deletion = page.getByRole('listitem').filter({ hasText: '“Kente” was deleted' });
    await deletion.getByRole('button', { name: 'Undo' }).click();
    await expect(card(page, 'Kente')).toBeVisible();
    await page.reload();
    await expect(card(page, 'Kente')).toContainText('40 steps');
    expect(await storedAdapters(page)).toEqual([{ ...first, name: 'Kente' }]);
    expect(Buffer.compare(await pixelsOf(thumbnail('Kente')), picture)).toBe(0);
  });
});

test('several adapters draw together, and their mix made into one draws the same; what 0.1.0 kept still opens', async ({
  page,
}) => {
  await keepFirstRecord(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await expect(card(page, 'Heirloom')).toContainText('12 of 300 steps');
  await expect(card(page, 'Heirloom')).toContainText(
    'None of its 2 layers fit the model that is open. It seems to be made for Stable Diffusion 1.',
  );
  await importFiles(page, craftedFile('Warp', 1), craftedFile('Weft', 2));
  await expect(card(page, 'Warp')).toBeVisible();
  await expect(card(page, 'Weft')).toBeVisible();
  const alone = await drawnWith(page, 'Warp');

  await page.getByRole('button', { name: 'Add another adapter' }).click();
  await expect(page.getByLabel('Adapter 2', { exact: true }).locator('option:checked')).toHaveText('Weft');
  const weight = page.getByRole('slider', { name: 'Adapter 2 weight' });
  await pageKeys(weight, 'PageDown', 3);
  await expect(weight).toHaveAttribute('aria-valuenow', '-0.5');
  const mixed = await drawn(page);
  expect(meanDistance(mixed, alone)).toBeGreaterThan(2);
  await expect(page.getByRole('list', { name: 'Gallery' }).getByRole('listitem').first()).toContainText(
    'Warp × 1 · Weft × -0.5',
  );

  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Merge into one' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge into one' });
  await dialog.getByLabel('Adapter', { exact: true }).selectOption({ label: 'Warp' });
  await dialog.getByLabel('Adapter 2', { exact: true }).selectOption({ label: 'Weft' });
  await pageKeys(dialog.getByRole('slider', { name: 'Adapter 2 weight' }), 'PageDown', 3);
  await expect(dialog.getByText(/rank 8/)).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill('Cloth');
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect(card(page, 'Cloth')).toContainText('A mix of Warp × 1 and Weft × -0.5');
  expect(Buffer.compare(await drawnWith(page, 'Cloth'), mixed)).toBe(0);
});

test('a learnt word stands in prompts, and draws the same after a file of each layout', async ({ page }) => {
  const token = '<kente-cloth>';
  const word = (name = token) => card(page, name, 'Learnt words');
  await openStudio(page, 'wasm');
  const drawnWithWord = async () => {
    await goTo(page, 'Library');
    await word().getByRole('link', { name: 'Draw with it' }).click();
    await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue(`a ${token}`);
    await fill(page, { 'Sampling steps': 3, Seed: 7 });
    // One word changes little of what random weights draw, and the more the closer its prompt is followed.
    await page.getByRole('slider', { name: 'Guidance scale' }).press('End');
    return pixelsOf(await generate(page));
  };
  await goTo(page, 'Library');
  await importFiles(page, craftedWord(token, 5));
  await expect(word()).toContainText('1 row of 32 numbers');
  const before = await drawnWithWord();
  for (const layout of ['diffusers', 'emb_params']) {
    await goTo(page, 'Library');
    const file = await exportAs(page, token, layout);
    await page.getByRole('button', { name: `Delete ${token}` }).click();
    await expect(word()).toHaveCount(0);
    await importFiles(page, file);
    await expect(word()).toBeVisible();
    expect(Buffer.compare(await drawnWithWord(), before)).toBe(0);
  }
  await goTo(page, 'Library');
  await importFiles(page, craftedWord(token, 6), craftedWord('fabric', 6));
  const dialog = page.getByRole('dialog', { name: 'What is this word called?' });
  await expect(dialog).toContainText(/already a token/);
  await expect(dialog.getByLabel('Word', { exact: true })).toHaveValue('<fabric>');
  await dialog.getByLabel('Word', { exact: true }).fill('<silk-cloth>');
  await dialog.getByRole('button', { name: 'Use this word' }).click();
  await expect(word('<silk-cloth>')).toBeVisible();
  await expect(alerts(page, /already has the word/)).toBeVisible();
  await page.getByRole('button', { name: `Delete ${token}` }).click();
  await goTo(page, 'Create');
  expect(meanDistance(await pixelsOf(await generate(page)), before)).toBeGreaterThan(2);
});

test('files that are no adapter for the open model say why, and layers it lacks are left out by choice', async ({
  page,
}) => {
  const adapter = craftedAdapter(4);
  const spoilt = { ...adapter, theta: adapter.theta.map((value, index) => (index === 99 ? Number.NaN : value)) };
  const wide = `unet.${BLOCK}.attn2.to_k`;
  const sdxl = writeSafetensors([
    float32Tensor(`${wide}.lora_A.weight`, [1, 2048], new Float32Array(2048)),
    float32Tensor(`${wide}.lora_B.weight`, [640, 1], new Float32Array(640)),
  ]);
  const whole = writeLora(adapter, 'diffusers');
  const odd = { name: 'extra.to_q', inFeatures: 2, outFeatures: 2 };
  const extended = {
    ...adapter,
    modules: [...adapter.modules, odd],
    theta: Float32Array.from([...adapter.theta, ...new Float32Array(16)]),
  };
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await importFiles(
    page,
    adapterFile('notes.safetensors', 'a shopping list, long enough to have a header'),
    adapterFile('cut.safetensors', whole.subarray(0, whole.length - 5)),
    adapterFile('spoilt.safetensors', writeLora(spoilt, 'kohya')),
    adapterFile('large.safetensors', sdxl),
    adapterFile('alone.safetensors', writeLora(adapter, 'peft')),
  );
  await dropFiles(page, adapterFile('old.pt', Buffer.from([0x80, 2, 0x7d])));
  for (const [name, words] of [
    ['notes.safetensors', /header/],
    ['cut.safetensors', /truncated/],
    ['spoilt.safetensors', /infinite or none/],
    ['large.safetensors', /made for Stable Diffusion XL/],
    ['alone.safetensors', /adapter_config\.json/],
    ['old.pt', /pickle.*weights_only=True/],
  ] as const) {
    await expect(alerts(page, name)).toContainText(words);
    await page.getByRole('button', { name: `Dismiss ${name}` }).click();
  }
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await storedAdapters(page)).toEqual([]);

  const file = adapterFile('extended.safetensors', writeLora(extended, 'diffusers'));
  const dialog = page.getByRole('dialog', { name: 'Not all of it fits' });
  await importFiles(page, file);
  await expect(dialog).toContainText('unet.extra.to_q');
  await dialog.getByRole('button', { name: 'Leave it' }).click();
  expect(await storedAdapters(page)).toEqual([]);
  await importFiles(page, file);
  await dialog.getByRole('button', { name: `Use the ${adapter.modules.length} layers that fit` }).click();
  await expect(card(page, 'extended')).toBeVisible();
  const [stored] = await storedAdapters(page);
  expect(stored?.modules).toBe(adapter.modules.length);
  expect(stored?.theta).toEqual([...adapter.theta]);

  await dropFiles(
    page,
    adapterFile('adapter_config.json', JSON.stringify(peftConfigOf(adapter))),
    adapterFile('adapter_model.safetensors', writeLora(adapter, 'peft')),
  );
  await expect(card(page, 'adapter_model')).toContainText('rank 4, alpha 8');

  await test.step('cards, menu and dialogs keep to the rules of accessibility', async () => {
    await importFiles(page, craftedFile('Warp', 1), adapterFile('old.ckpt', 'x'));
    await expect(alerts(page, 'old.ckpt')).toBeVisible();
    await card(page, 'Warp').getByText('Settings of its run').click();
    await page.getByRole('button', { name: 'Export Warp' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await rulesHoldAtBoth(page, 'cards and menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Merge into one' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await rulesHoldAtBoth(page, 'dialog');
  });
});

/** In light at a screen's width, and in dark at a phone's. */
async function rulesHoldAtBoth(page: Page, what: string): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 375],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await rulesHold(page, `${what} in ${colorScheme}, ${width} pixels wide`);
  }
}
