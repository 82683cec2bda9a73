/** The device that a measurement ran on, as a report tells it. */
import type { OpenedRuntime } from '@weft/engine';
import type { Runtime } from '@weft/engine/internal';

export interface BenchDevice {
  kind: 'webgpu' | 'wasm';
  /** The WebGPU adapter's vendor and architecture; empty on wasm. */
  adapter: string;
  /** Whether that adapter is emulated on the processor. */
  software: boolean;
  precision: 'float16' | 'float32';
  /** wasm threads; 0 on WebGPU. */
  threads: number;
}

export function benchDevice(
  { kind, precision }: Runtime,
  { adapter, software, threads }: Omit<OpenedRuntime, 'runtime'>,
): BenchDevice {
  if (kind === 'cpu') throw new Error('this is measured in a browser');
  return { kind, precision, adapter, software, threads };
}
