/** A first visit: the tour to a first own picture, which can be left and called again, and the course with its progress. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { DRAWING_TIMEOUT, fill, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

const tour = (page: Page) => page.getByRole('region', { name: 'Tour' });
const offer = (page: Page) => page.getByRole('region', { name: 'A first visit' });
const onwards = (page: Page, name: string) => tour(page).getByRole('button', { name, exact: true }).click();

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTinyModel(page);
  await openStudio(page, 'wasm');
});

test('the tour is offered to newcomers, left by Escape, called again, and ends with a first own picture', async ({
  page,
}) => {
  await test.step('left at once, the focus is where it was, and it is not offered again', async () => {
    await offer(page).getByRole('button', { name: 'Start the tour' }).click();
    await expect(tour(page).getByRole('heading', { name: 'Photographs of one fabric' })).toBeFocused();
    await expect(offer(page)).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(tour(page)).toHaveCount(0);
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Dataset' })).toBeFocused();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Use sample fabrics' })).toBeVisible();
    await expect(offer(page)).toHaveCount(0);
  });

  await goTo(page, 'Course');
  await page.getByRole('button', { name: 'Start the tour' }).click();

  await test.step('1: photographs, with a ring around the button', async () => {
    await expect(page.getByRole('heading', { name: 'Dataset', level: 1 })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Use sample fabrics' })).toHaveAttribute('data-pointed', '');
    await expect(tour(page).getByRole('button', { name: 'Next without it' })).toBeVisible();
    await page.getByLabel('Add images').setInputFiles([1, 2].map((number) => `public/samples/sample-0${number}.webp`));
    await expect(tour(page).getByRole('status')).toContainText('There are pictures to learn from.');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await rulesHold(page, `the tour's first step in ${colorScheme}`);
    }
    await onwards(page, 'Next');
  });

  await test.step('2 and 3: the word, and the run', async () => {
    await expect(tour(page).getByRole('heading', { name: 'A word for it' })).toBeFocused();
    await expect(page.getByLabel('Instance prompt', { exact: true })).toHaveAttribute('data-pointed', '');
    await onwards(page, 'Next');
    await page
      .getByLabel('Checkpoint every', { exact: true })
      .evaluate((element) => element.closest('details')?.setAttribute('open', ''));
    await fill(page, { Steps: 4, 'Class images': 0, 'Steady loss every': 0, 'Sample pictures every': 0 });
    await page.getByRole('button', { name: 'Start training' }).click();
    await expect(tour(page).getByRole('status')).toContainText('The library has an adapter that knows a fabric.', {
      timeout: TRAINING_TIMEOUT,
    });
    await onwards(page, 'Next');
  });

  await test.step('4 and 5: what was learnt, and the prompt; away from a step there is a way back', async () => {
    await expect(page.getByRole('heading', { name: 'Library', level: 1 })).toBeVisible();
    await goTo(page, 'Compare');
    await onwards(page, 'Back to this step');
    await expect(page.getByRole('heading', { name: 'Library', level: 1 })).toBeVisible();
    await onwards(page, 'Next');
    await onwards(page, 'Fill in a dress');
    await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue(/a beautiful dress made of sks/);
    await expect(page.getByText('Chosen by itself: the newest that knows sks.')).toBeVisible();
    await onwards(page, 'Next');
  });

  await test.step('6: the picture', async () => {
    await fill(page, { 'Sampling steps': 2 });
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(tour(page).getByRole('status')).toContainText('Your first own picture.', { timeout: DRAWING_TIMEOUT });
    await expect(page.getByRole('list', { name: 'Gallery' }).getByRole('img')).toHaveCount(1);
    await onwards(page, 'Finish');
    await expect(tour(page)).toHaveCount(0);
    await expect(page.locator('[data-pointed]')).toHaveCount(0);
  });
});

test('an offer that was declined does not come back', async ({ page }) => {
  await offer(page).getByRole('button', { name: 'Not now' }).click();
  await expect(offer(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Use sample fabrics' })).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
});

test('the course opens panels with an exercise’s settings, answers questions, and keeps what was done', async ({
  page,
}) => {
  await goTo(page, 'Course');
  const exercise = (name: string) => page.getByRole('region', { name });

  await test.step('a step is tried out', async () => {
    await exercise('2. Explore what the settings do')
      .getByRole('button', { name: 'Set up the guidance sweep' })
      .click();
    await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
    await expect(page.getByLabel('Column values', { exact: true })).toHaveValue('1.5, 3, 7.5, 12, 20');
    await expect(page.getByRole('button', { name: 'Draw 5 pictures' })).toBeVisible();
  });

  await test.step('an answer is tried out', async () => {
    await goTo(page, 'Course');
    await page.getByText('What are the class images for?').click();
    await page.getByRole('button', { name: 'Fill in a run without them' }).click();
    await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible();
    await expect(page.getByLabel('Class images', { exact: true })).toHaveValue('0');
    await expect(page.getByLabel('Adapter name', { exact: true })).toHaveValue('Without class images');
  });

  await test.step('what was done is still done after a reload', async () => {
    await goTo(page, 'Course');
    await page.getByRole('checkbox', { name: 'Done: Part A: guidance' }).check();
    await page.getByRole('checkbox', { name: 'Done: Part C: nine seeds' }).check();
    await expect(page.getByRole('button', { name: /^2\. Explore/ })).toContainText('2 of 3 steps done');
    await page.reload();
    await expect(page.getByRole('checkbox', { name: 'Done: Part A: guidance' })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Done: Part B: nine styles' })).not.toBeChecked();
    await expect(page.getByRole('button', { name: /^2\. Explore/ })).toContainText('2 of 3 steps done');
  });

  await test.step('contents lead to an exercise', async () => {
    await page.getByRole('button', { name: /^3\. Teach/ }).click();
    await expect(exercise('3. Teach your own model')).toBeFocused();
    await expect(exercise('3. Teach your own model')).toBeInViewport();
  });
});
