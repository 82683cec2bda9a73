/** All that a person does in a tab that changes what is kept. */
import { DATASET_OPERATIONS } from './datasetOperations.ts';
import { DRAWING_OPERATIONS } from './drawingOperations.ts';
import { LIBRARY_OPERATIONS } from './libraryOperations.ts';
import type { Operation } from './operation.ts';
import { TRAINING_OPERATIONS } from './trainingOperations.ts';

export const OPERATIONS: readonly Operation[] = [
  ...DATASET_OPERATIONS,
  ...LIBRARY_OPERATIONS,
  ...DRAWING_OPERATIONS,
  ...TRAINING_OPERATIONS,
];
