/** Token ids of some two hundred prompts, from each form of tokenizer files, against transformers' CLIPTokenizer. */

import { readTokenizer } from '@weft/engine/internal';
import * as z from 'zod';
import type { ParityCase } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import type { ParityRow } from '../rows.ts';

/** Folders of the models whose tokenizers are compared. */
const FOLDERS: Record<string, string> = {
  starter: 'public/models/starter',
  'reduced-sd15': 'tests/fixtures/reduced-sd15',
  'reduced-sd2': 'tests/fixtures/reduced-sd2',
};

/** What the reference keeps: ids cut to the encoder's length and not padded, and what differs with other files. */
const Expected = z.object({
  prompts: z.array(z.string()),
  ids: z.array(z.array(z.number())),
  tokenizers: z.record(
    z.string(),
    z.object({ padding: z.number(), differences: z.record(z.string(), z.array(z.number())) }),
  ),
});

/** A row for each tokenizer; prompts that differ are named in its note. */
export const tokenizer: ParityCase = async (lane) => {
  const bytes = await lane.read('tests/fixtures/tokenizer/expected.json');
  const { prompts, ids, tokenizers } = Expected.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const rows: ParityRow[] = [];
  for (const [name, { padding, differences }] of Object.entries(tokenizers)) {
    const ours = await readTokenizer(laneSource(lane, FOLDERS[name] ?? name, name));
    const differing = prompts.filter((prompt, i) => {
      const wanted = differences[i] ?? (ids[i] as number[]);
      const padded = [...wanted, ...new Array<number>(ours.maxTokens - wanted.length).fill(padding)];
      const { ids: got, tokens } = ours.encode(prompt);
      return tokens !== wanted.length || got.join() !== padded.join();
    });
    rows.push({
      what: `tokenizer, ${prompts.length} prompts`,
      lane: 'typescript',
      measured: differing.length,
      bound: 0,
      unit: 'prompts whose ids differ',
      ...(differing.length > 0 && { note: `${name}: ${JSON.stringify(differing)}` }),
    });
  }
  return rows;
};
