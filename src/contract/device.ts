/** Devices that a model can run on. */

export const DEVICE_CHOICES = ['auto', 'webgpu', 'wasm'] as const;
/** `auto` takes WebGPU where there is a hardware adapter and wasm otherwise. */
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];

/** The device that was taken, in words for the status line. */
export interface DeviceInfo {
  kind: 'webgpu' | 'wasm';
  /** wasm: number of threads (1 where the page is not cross-origin isolated). WebGPU: 0. */
  threads: number;
  /** WebGPU: vendor and architecture, as far as the browser tells. wasm: empty. */
  adapter: string;
  /** True for a WebGPU adapter that runs on the processor. */
  software: boolean;
  /** What the nets compute in. */
  precision: 'float32' | 'float16';
  /** Why it is this device, as a sentence, e.g. that it is slower without threads. Empty if nothing is to be said. */
  note: string;
}
