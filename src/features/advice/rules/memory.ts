/**
 * Memory that is too small, or soon will be. Wasm addresses 4 GiB at most, and ONNX Runtime holds weights in float32, 4
 * bytes a parameter: where they alone take more than half of it, activations of a training step find no room. Browsers
 * tell a machine's memory in rough steps up to 8 GB (Device Memory API); where they do, weights should fill no more
 * than half of that.
 */
import type { Remark } from '../remark.ts';

const GIB = 2 ** 30;
const WASM_MEMORY = 4 * GIB;
const FULL = 0.5;
const BYTES = { float32: 4, float16: 2 } as const;

export interface MemoryFacts {
  parameters: number;
  device: { kind: 'webgpu' | 'wasm'; precision: keyof typeof BYTES };
  /** Gigabytes, as far as the browser tells. */
  machine: number | null;
}

export function tightMemory({ parameters, device, machine }: MemoryFacts): Remark | null {
  const weights = parameters * BYTES[device.precision];
  const told = `The model’s weights alone take ${(weights / GIB).toFixed(1)} GB`;
  if (device.kind === 'wasm' && weights > FULL * WASM_MEMORY) {
    return {
      id: 'tight-wasm',
      tone: 'warning',
      sentence: `${told} of the 4 GB that the processor’s side of a browser can hold.`,
      todo: 'Training will likely run out of memory; a browser with WebGPU has more room.',
      lead: { kind: 'link', text: 'Open on WebGPU', href: '?device=webgpu#/train' },
    };
  }
  if (machine === null || weights <= FULL * machine * GIB) return null;
  return {
    id: 'tight-machine',
    tone: 'warning',
    sentence: `${told}, and this machine has about ${machine} GB.`,
    todo: 'Close other programs and tabs before you train.',
    lead: null,
  };
}

/** After a job that failed for want of memory. */
export function outOfMemory(code: string | null, at: { label: string; text: string }): Remark | null {
  if (code !== 'out-of-memory') return null;
  return {
    id: `out-of-memory:${at.label}`,
    tone: 'problem',
    sentence: 'The memory was not enough for these settings.',
    todo: 'Close other tabs, and begin with smaller ones.',
    lead: { kind: 'field', ...at },
  };
}
