/** Whole pictures of the starter against diffusers' pipeline, on the processor. */
import { expect, it } from 'vitest';
import { images } from './cases/images.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

it('draws the pictures that diffusers draws from the same seed', async () => {
  const rows = await images(nodeLane);
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) hold(row);
});
