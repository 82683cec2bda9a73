/** Ids of prompts with a learnt word against transformers' CLIPTokenizer. */
import { expect, it } from 'vitest';
import { placeholders } from './cases/placeholders.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

it('gives the ids of CLIPTokenizer where a learnt word stands in the prompt', async () => {
  const rows = await placeholders(nodeLane);
  expect(rows).toHaveLength(1);
  for (const row of rows) hold(row);
});
