/** Token ids against transformers' CLIPTokenizer. */
import { expect, it } from 'vitest';
import { tokenizer } from './cases/tokenizer.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

it('gives the ids of CLIPTokenizer for some two hundred prompts, whichever files it is read from', async () => {
  const rows = await tokenizer(nodeLane);
  expect(rows.map(({ what }) => what)).toEqual(new Array(3).fill('tokenizer, 212 prompts'));
  for (const row of rows) {
    expect(row.note).toBeUndefined();
    hold(row);
  }
});
