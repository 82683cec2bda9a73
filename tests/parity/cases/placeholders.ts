/** Prompts with a learnt word against transformers' CLIPTokenizer, which was given its tokens. */
import type { ParityCase } from '../lane.ts';
import { openTrainingReference, trainingSubjects } from './trainingReference.ts';

/** One row, whatever the model: they share the vocabulary, which has `ids` up to that of the end token. */
export const placeholders: ParityCase = async (lane) => {
  const [subject] = trainingSubjects;
  if (!subject) throw new RangeError('there is no model to compare with');
  const { model, inversion, placeholders: prompts } = await openTrainingReference(lane, subject);
  const { tokenizer, textEncoder } = model.checkpoint;
  const placeholder = { token: inversion.placeholder, vectors: inversion.vectors };
  let differing = 0;
  for (const { prompt, ids: expected } of prompts) {
    const { ids, placed } = tokenizer.encode(prompt, [placeholder]);
    const rows = new Map(placed.map(({ position, row }) => [position, textEncoder.config.vocab_size + row]));
    differing += expected.filter((id, position) => (rows.get(position) ?? ids[position]) !== id).length;
  }
  await model.release();
  return [
    {
      what: 'tokenizer, prompts with a learnt word',
      lane: 'typescript',
      measured: prompts.length > 0 ? differing : Number.POSITIVE_INFINITY,
      bound: 0,
      unit: 'ids that differ',
    },
  ];
};
