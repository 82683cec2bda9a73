/** Which comparisons run in a browser, by lane. */
import { adapters } from '../cases/adapters.ts';
import { drawOver } from '../cases/drawOver.ts';
import { fewStep } from '../cases/fewStep.ts';
import { compareGradients, gradients } from '../cases/gradients.ts';
import { images } from '../cases/images.ts';
import { compareNets, netSubjects } from '../cases/nets.ts';
import { placeholders } from '../cases/placeholders.ts';
import { promptSyntax } from '../cases/promptSyntax.ts';
import { seamless } from '../cases/seamless.ts';
import { thrift } from '../cases/thrift.ts';
import { tokenizer } from '../cases/tokenizer.ts';
import { training } from '../cases/training.ts';
import { trainingSubjects } from '../cases/trainingReference.ts';
import type { ParityCase } from '../lane.ts';

const byName = <T extends { name: string }>(
  kind: string,
  subjects: readonly T[],
  compare: (subject: T) => ParityCase,
) => Object.fromEntries(subjects.map((subject) => [`${kind}, ${subject.name}`, compare(subject)]));

/** Comparisons by their names. The software adapter would draw or train with the starter for hours: it gets every net once, and gradients. */
export const browserCases: Record<'wasm' | 'webgpu', Record<string, ParityCase>> = {
  wasm: {
    tokenizer,
    placeholders,
    ...byName('nets', netSubjects, compareNets),
    images,
    adapters,
    'draw over': drawOver,
    'few steps': fewStep,
    'prompt syntax': promptSyntax,
    seamless,
    thrift,
    gradients,
    training,
  },
  webgpu: {
    ...byName('nets', netSubjects, compareNets),
    ...byName('gradients', trainingSubjects, compareGradients),
  },
};
