/** diffusers and PEFT on CUDA in float16, at full size (reference/bench/time_full_size.py). */
import { openPythonSide } from './pytorch.mjs';

/** @param {number} latents side of the latents */
export function openCudaSide(latents) {
  return openPythonSide('diffusers on CUDA', 'reference/bench/time_full_size.py', ['--latents', String(latents)]);
}
