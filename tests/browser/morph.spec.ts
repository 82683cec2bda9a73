/** Films by hand: each format decoded again, a reload in the middle, keyframes chosen by sight, prompts that move. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { parseGIF } from 'gifuct-js';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { openTinyModel } from './models/tinyModel.ts';
import { gifFrames } from './outputs/gifFrames.ts';
import { keptFrames } from './outputs/keptFrames.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { DRAWING_TIMEOUT, fill, goTo, openStudio } from './outputs/studioSteps.ts';

const results = (page: Page) => page.getByRole('region', { name: 'Morph: results' });
const render = (page: Page) => page.getByRole('button', { name: 'Render morph' }).click();

async function saved(page: Page, name: string): Promise<Buffer> {
  const link = results(page).getByRole('link', { name });
  await expect(link).toBeVisible({ timeout: DRAWING_TIMEOUT });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return readFile(await download.path());
}

/** What mediabunny reads in a video file. */
async function video(file: Buffer) {
  const input = new Input({ source: new BufferSource(new Uint8Array(file)), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('no video track');
  const { averagePacketRate, packetCount } = await track.computePacketStats();
  return {
    type: await input.getMimeType(),
    duration: await input.computeDuration(),
    side: track.displayWidth,
    codec: track.codec,
    averagePacketRate,
    packetCount,
  };
}

/** The largest step between neighbouring frames, and the one at the seam. */
function steps(frames: Uint8ClampedArray[]) {
  const all = frames.map((frame, i) => meanDistance(frame, frames[(i + 1) % frames.length] as Uint8ClampedArray));
  return { seam: all.at(-1) as number, largest: Math.max(...all.slice(0, -1)), smallest: Math.min(...all) };
}

async function openMorph(page: Page): Promise<void> {
  await openStudio(page, 'wasm');
  await goTo(page, 'Morph');
  await fill(page, { 'Duration (s)': 1, 'Frames per second': 12, 'Sampling steps': 1 });
}

test('one film as a GIF with a common palette, and as every video the browser encodes', async ({ page }) => {
  await openMorph(page);
  await fill(page, { Keyframes: 3 });
  await page.getByLabel('Palette', { exact: true }).selectOption({ label: 'One for the whole film' });
  await expect(page.getByText(/12 frames at 1 step each.*The GIF will have some .+ \(an estimate\)/)).toBeVisible();
  await render(page);
  const gif = await saved(page, 'Download GIF');
  const { frames, delays } = gifFrames(gif);
  expect(delays).toEqual([8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9, 8]);
  const parsed = parseGIF(Uint8Array.from(gif).buffer);
  expect(parsed.gct).toHaveLength(256);
  expect(parsed.frames.filter((frame) => 'image' in frame && frame.image.descriptor.lct.exists)).toEqual([]);
  const { seam, largest, smallest } = steps(frames);
  expect(smallest).toBeGreaterThan(0);
  expect(seam).toBeLessThan(1.5 * largest);

  const offered = await page.getByLabel('Format', { exact: true }).locator('option').allTextContents();
  const hint = page.getByLabel('Format', { exact: true });
  for (const [name, type, codecs] of [
    ['WebM', 'video/webm', ['vp9', 'vp8']],
    ['MP4', 'video/mp4', ['avc']],
  ] as const) {
    const encodes = await page.evaluate(async (format) => {
      const codec = format === 'WebM' ? 'vp8' : 'avc1.42001f';
      return (await VideoEncoder.isConfigSupported({ codec, width: 128, height: 128 })).supported === true;
    }, name);
    expect(offered.includes(name)).toBe(encodes);
    if (!encodes) {
      await expect(hint).toHaveAccessibleDescription(new RegExp(`${name}.*not available in this browser`));
      continue;
    }
    await results(page)
      .getByRole('button', { name: `Turn into ${name}` })
      .click();
    const read = await video(await saved(page, `Download ${name}`));
    expect(read).toMatchObject({ side: 128, packetCount: 12 });
    expect(read.type).toContain(type);
    expect(codecs).toContain(read.codec);
    expect(read.duration).toBeCloseTo(1, 2);
    const shown = results(page).locator('video');
    await expect.poll(() => shown.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThan(1);
    // Frame 0 as the video shows it, beside the GIF's.
    await shown.evaluate(async (element: HTMLVideoElement) => {
      element.pause();
      await new Promise((seeked) => {
        element.onseeked = seeked;
        element.currentTime = 0;
      });
    });
    const pixels = await shown.evaluate((element: HTMLVideoElement) => {
      const drawing = new OffscreenCanvas(element.videoWidth, element.videoHeight).getContext('2d');
      drawing?.drawImage(element, 0, 0);
      return [...(drawing?.getImageData(0, 0, element.videoWidth, element.videoHeight).data ?? [])];
    });
    expect(meanDistance(pixels, frames[0] as Uint8ClampedArray)).toBeLessThan(8);
  }
  expect(offered).toContain('WebM');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a film that a reload cut short goes on, and has the frames of one that was never stopped', async ({ page }) => {
  await openTinyModel(page);
  await openMorph(page);
  await fill(page, { Keyframes: 2, 'Frames per second': 16 });
  await render(page);
  await expect(results(page).getByText(/^Frame [4-9] of 16/)).toBeVisible({ timeout: DRAWING_TIMEOUT });
  await page.reload();
  await expect(page.getByRole('region', { name: 'Status' })).toContainText('on wasm', { timeout: DRAWING_TIMEOUT });
  const goOn = results(page).getByRole('button', { name: /^Go on from frame \d+ of 16$/ });
  const done = Number(/frame (\d+)/.exec((await goOn.textContent()) ?? '')?.[1]);
  expect(done).toBeGreaterThan(2);
  expect(done).toBeLessThan(16);
  const [cut] = await keptFrames(page);
  expect(cut).toHaveLength(done);
  await goOn.click();
  const resumed = gifFrames(await saved(page, 'Download GIF'));
  expect(resumed.frames).toHaveLength(16);
  expect((await keptFrames(page))[0]?.slice(0, done)).toEqual(cut);

  await test.step('rendered anew without a stop: byte for byte the same', async () => {
    const all = await keptFrames(page);
    await fill(page, { Keyframes: 2, 'Duration (s)': 1, 'Frames per second': 16, 'Sampling steps': 1 });
    await render(page);
    await expect(results(page).getByRole('progressbar', { name: 'Morph progress' })).toBeVisible();
    await expect(results(page).getByRole('progressbar', { name: 'Morph progress' })).toHaveCount(0, {
      timeout: DRAWING_TIMEOUT,
    });
    // The first film's frames went when this one began.
    expect(await keptFrames(page)).toEqual(all);
    const again = gifFrames(await saved(page, 'Download GIF'));
    expect(again.frames.map((frame) => Buffer.from(frame).toString('base64'))).toEqual(
      resumed.frames.map((frame) => Buffer.from(frame).toString('base64')),
    );
  });

  await test.step('paused, and thrown away', async () => {
    // Long enough that no machine is done before it is thrown away.
    await fill(page, { Keyframes: 3, 'Duration (s)': 10 });
    await render(page);
    await expect(results(page).getByText(/^Frame \d+ of 160/)).toBeVisible({ timeout: DRAWING_TIMEOUT });
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(results(page).getByText('Paused. What was drawn is kept.')).toBeVisible();
    await results(page)
      .getByRole('button', { name: /^Go on from frame/ })
      .click();
    await expect(results(page).getByText(/^Frame \d+ of 160/)).toBeVisible({ timeout: DRAWING_TIMEOUT });
    await page.getByRole('button', { name: 'Discard this film' }).click();
    await expect(results(page).getByText('The film was discarded.')).toBeVisible();
    await expect(results(page).getByRole('button', { name: /^Go on/ })).toHaveCount(0);
  });
});

test('keyframes chosen by sight and moved, and a film between two prompts', async ({ page }) => {
  await openMorph(page);
  const seeds = page.getByRole('list', { name: 'Chosen keyframes' }).getByRole('spinbutton');
  const values = () => seeds.evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
  expect(await values()).toEqual(['42', '43', '44', '45', '46']);
  await fill(page, { Keyframes: 2 });
  await page.getByRole('button', { name: 'Choose seeds by sight' }).click();
  const offered = page.getByRole('list', { name: 'Seeds to choose from' });
  await expect(offered.getByRole('button')).toHaveCount(10, { timeout: DRAWING_TIMEOUT });
  await offered.getByRole('button', { name: 'Seed 48', exact: true }).click();
  await offered.getByRole('button', { name: 'Seed 43', exact: true }).click();
  await page.getByRole('button', { name: 'Move keyframe 2 up' }).click();
  expect(await values()).toEqual(['48', '42']);
  await expect(offered.getByRole('button', { name: 'Seed 43', exact: true })).toHaveAttribute('aria-pressed', 'false');

  await page.getByLabel(/^Noise/).uncheck();
  await expect(page.getByText('Choose something that moves.')).toBeVisible();
  await page.getByLabel(/^Prompt: the film/).check();
  await expect(page.getByText('All keyframes are the same: nothing would move.')).toBeVisible();
  await fill(page, { 'Prompt of keyframe 1': 'a red dress', 'Frames per second': 4, Seed: 7 });
  await render(page);
  const { frames } = gifFrames(await saved(page, 'Download GIF'));
  expect(frames).toHaveLength(4);
  const [dress, , plain] = frames as [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray];
  expect(meanDistance(dress, plain)).toBeGreaterThan(4);

  await goTo(page, 'Create');
  await fill(page, { Prompt: 'a red dress', Seed: 7, 'Sampling steps': 1 });
  await page.getByRole('button', { name: 'Generate' }).click();
  const picture = page.getByRole('list', { name: 'Gallery' }).getByRole('img');
  await expect(picture).toHaveCount(1, { timeout: DRAWING_TIMEOUT });
  // A GIF has 256 colours, so its first frame is nearly the picture of the first prompt.
  expect(meanDistance(dress, await pixelsOf(picture))).toBeLessThan(6);
});
