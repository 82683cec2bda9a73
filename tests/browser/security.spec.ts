/** The built studio works under the headers it is served with, and nothing foreign runs in it. */
import { expect, test } from '@playwright/test';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

test('draws under its policy, which nothing of its own offends and nothing foreign passes', async ({ page }) => {
  // The browser's own words on each; of one that was caught, as of a try whether code may be made, the page alone hears.
  const offences: string[] = [];
  page.on('console', (message) => {
    if (/policy/i.test(message.text())) offences.push(message.text());
  });
  await page.exposeFunction('tellOffence', (words: string) => offences.push(words));
  await page.addInitScript(() => {
    const { tellOffence } = window as unknown as { tellOffence: (words: string) => void };
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
      tellOffence(`${effectiveDirective} refuses ${blockedURI} of ${sourceFile}`),
    );
  });
  const [answer] = await Promise.all([page.waitForResponse(/\/\?device=wasm$/), openStudio(page, 'wasm')]);
  expect(answer.headers()).toMatchObject({
    'content-security-policy': expect.stringContaining("script-src 'self' 'wasm-unsafe-eval';"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': expect.stringContaining('camera=()'),
  });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await goTo(page, 'Create');
  await fill(page, { 'Sampling steps': 2 });
  await generate(page);
  for (const panel of ['Dataset', 'Train', 'Compare', 'Morph', 'Library'] as const) await goTo(page, panel);
  expect(offences).toEqual([]);

  const ran = await page.evaluate(async () => {
    const script = document.body.appendChild(document.createElement('script'));
    script.textContent = 'document.title = "taken over"';
    const reached = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    return { title: document.title, reached };
  });
  expect(ran.title).not.toBe('taken over');
  expect(ran.reached).toBe(false);
  expect(offences.some((offence) => /script/.test(offence))).toBe(true);
  expect(offences.some((offence) => /connect/.test(offence))).toBe(true);
  expect(await (await page.request.get('./licences.txt')).text()).toContain('onnxruntime-web');
});
