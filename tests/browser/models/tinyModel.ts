/**
 * A studio that opens the tiny model in place of the starter: random weights of the same architecture, for tests of what
 * does not depend on how pictures look. Its pictures are 64 pixels wide, and a training step takes milliseconds.
 */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';

const FOLDER = 'tests/fixtures/tiny';

/** Answers each request for the starter's files, the workers' too, with the tiny model's. */
export async function openTinyModel(target: Page | BrowserContext): Promise<void> {
  await target.route('**/models/starter/**', async (route) => {
    const path = new URL(route.request().url()).pathname.split('/models/starter/')[1] ?? '';
    const body = await readFile(`${FOLDER}/${path}`).catch(() => null);
    await route.fulfill(body ? { status: 200, body } : { status: 404, body: 'not found' });
  });
}
