/**
 * What the default run learns from other cloths than the samples, made as a newcomer would make it, on wasm: of each folder
 * of pictures in WEFT_SUBJECTS an adapter (diffusers' layout) and Compare's nine contexts (WebP), written to WEFT_LEARNT, for
 * the judge and for the eye.
 *
 *   WEFT_SUBJECTS=<folder of folders> WEFT_LEARNT=<folder> npm run subjects
 */
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { goTo, openStudio } from '../../tests/browser/outputs/studioSteps.ts';
import { drawPreset, saveLearnt, train } from './cardSteps.ts';

const SUBJECTS = process.env.WEFT_SUBJECTS;
const LEARNT = process.env.WEFT_LEARNT ?? '.cache/subjects';
const PICTURE = /\.(webp|png|jpe?g)$/i;

const named = (SUBJECTS ? readdirSync(SUBJECTS, { withFileTypes: true }) : [])
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.skip(!SUBJECTS, 'WEFT_SUBJECTS names no folder');

for (const name of named) {
  test(name, async ({ page }) => {
    const folder = join(SUBJECTS ?? '', name);
    const pictures = readdirSync(folder).filter((file) => PICTURE.test(file));
    await mkdir(LEARNT, { recursive: true });
    await openStudio(page, 'wasm');
    await goTo(page, 'Dataset');
    await page.getByLabel('Add images').setInputFiles(pictures.map((file) => join(folder, file)));
    await expect(page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem')).toHaveCount(
      pictures.length,
    );
    await train(page, { 'Adapter name': name });
    await saveLearnt(page, 'Adapters', name, join(LEARNT, `${name}.safetensors`));
    const grid = await drawPreset(page, 'Nine contexts, with and without the adapter');
    await writeFile(join(LEARNT, `${name}.webp`), await sharp(grid).webp({ quality: 88 }).toBuffer());
  });
}
