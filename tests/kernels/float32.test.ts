/** Every graph of the studio on WebGPU in float32. */
import { relativeError } from '../parity/relativeError.ts';
import { holdKernels } from './holdKernels.ts';
import { webGpuLane } from './webgpu.ts';

holdKernels(webGpuLane('float32'), () => ({ distance: relativeError, unit: '‖a−b‖/‖b‖', bound: 1e-4 }));
