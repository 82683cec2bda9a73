/** Gradients of training against PEFT, transformers and autograd, on the processor. */
import { describe, expect, it } from 'vitest';
import { compareGradients } from './cases/gradients.ts';
import { openTrainingReference, trainingSubjects } from './cases/trainingReference.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

describe.each(trainingSubjects)('$name', (subject) => {
  it('gradients equal autograd', async () => {
    for (const row of await compareGradients(subject)(nodeLane)) hold(row);
  });

  it('has the layers that PEFT adapts, in the order of their use', async () => {
    const { model, modules } = await openTrainingReference(nodeLane, subject);
    expect(model.loraModules.map(({ name }) => name)).toEqual(modules);
  });
});
