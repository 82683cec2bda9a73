/** Runs of fifty steps, of a LoRA and of a new word, against PyTorch, on the processor. */
import { describe, it } from 'vitest';
import { compareTraining } from './cases/training.ts';
import { trainingSubjects } from './cases/trainingReference.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

describe('runs equal those of PyTorch', () => {
  it.each(trainingSubjects)('$name', async (subject) => {
    for (const row of await compareTraining(subject)(nodeLane)) hold(row);
  });
});
