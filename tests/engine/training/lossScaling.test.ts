/**
 * Steps in half precision on the processor. It has few kernels for it, and how much is rounded is up to the runtime;
 * what counts and what an overflow does is the same. Roundings are held by `tests/kernels`.
 */
import { openNodeRuntime } from '@weft/engine/node';
import { describeScaledSteps } from './scaledSteps.ts';

const single = openNodeRuntime(1);

// As a GPU: weights are inputs, and graphs are written for WebGPU.
describeScaledSteps({ ...single, kind: 'webgpu', precision: 'float16' }, single);
