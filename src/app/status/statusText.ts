/** The status line's words. */
import type { DeviceInfo } from '../../contract/device.ts';
import type { Opening } from '../../session/studioState.ts';

export function openingText(opening: Opening): string {
  if (opening.state === 'ready') return opening.model.name;
  if (opening.state === 'failed') return 'The model is not loaded';
  const { progress, choice } = opening;
  const model = choice.ref.kind === 'starter' ? 'model' : choice.name;
  return progress === null || progress.phase === 'device'
    ? 'Starting…'
    : `Loading ${model} ${Math.floor(progress.fraction * 100)} %`;
}

/** The device in a few words, e.g. `wasm, 2 threads` or `WebGPU (nvidia ampere, half precision)`. */
export function deviceText({ kind, threads, adapter, software, precision }: DeviceInfo): string {
  if (kind === 'wasm') return threads === 1 ? 'wasm, 1 thread' : `wasm, ${threads} threads`;
  const named = [adapter, software ? 'in software' : '', precision === 'float16' ? 'half precision' : '']
    .filter((part) => part !== '')
    .join(', ');
  return named === '' ? 'WebGPU' : `WebGPU (${named})`;
}
