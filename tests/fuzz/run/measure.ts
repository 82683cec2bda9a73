/**
 * What reading one input takes: time, and memory. What is seen of memory:
 *
 * - Buffers that JavaScript asks for by a constructor (`new Uint8Array(n)`, `Float32Array.from`): each is counted before
 *   it is made, so that one that nobody writes to counts too; one beyond all bounds is refused there and then.
 * - Buffers that are made by native code (`slice`, `Blob`, `Response`, decompression): what is held of them at the end.
 * - JavaScript's own objects: by how much the heap has grown at the end, garbage that was not collected included; where a
 *   collection came between, by the limit of the heap that the process has (`HEAP_MEGABYTES`), beyond which it ends.
 *
 * What isn't seen: what native code takes for itself, or makes and gives back within one input; and what a browser's own
 * decoders take, which aren't there in Node.
 */
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';

/** The bounds of one input. */
export const MOST_SECONDS = 2;
const MOST_BYTES_BESIDE = 64 * 2 ** 20;
const MOST_RATIO = 10;

/** Of the process: what is loaded takes some 80, what an input may take 64, and the rest is garbage. */
export const HEAP_MEGABYTES = 320;

/** A buffer beyond this is not even made. */
const REFUSED_BYTES = 2 ** 30;

export const mostBytes = (inputBytes: number): number => MOST_RATIO * inputBytes + MOST_BYTES_BESIDE;

let askedFor = 0;

function count(bytes: number): void {
  if (!(bytes > 0)) return;
  askedFor += bytes;
  if (bytes > REFUSED_BYTES) throw new RangeError(`a buffer of ${bytes} bytes was asked for`);
}

const COUNTED = [
  'ArrayBuffer',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int8Array',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;

/** Puts counters before the constructors of buffers. Once for a process. */
export function countBuffers(): void {
  for (const name of COUNTED) {
    const type = globalThis[name] as new (...args: unknown[]) => object;
    const width = 'BYTES_PER_ELEMENT' in type ? Number(type.BYTES_PER_ELEMENT) : 1;
    const counted = new Proxy(type, {
      construct(target, args, made) {
        const [first] = args;
        if (typeof first === 'number') count(first * width);
        else if (Array.isArray(first) || (ArrayBuffer.isView(first) && 'length' in first)) {
          count(Number(first.length) * width);
        }
        return Reflect.construct(target, args, made);
      },
    });
    Object.defineProperty(globalThis, name, { value: counted, writable: true, configurable: true });
  }
}

export interface Taken {
  seconds: number;
  /** The most that any of the ways of looking found, and which. */
  bytes: number;
  kind: string;
}

/**
 * Measures until it is asked what was taken.
 * @param closely by what was computed, where that is less than the time that passed: on a busy machine that is too much
 */
export function measure(closely: boolean): () => Taken {
  askedFor = 0;
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  const cpu = closely ? process.cpuUsage() : null;
  const started = performance.now();
  return () => {
    const passed = (performance.now() - started) / 1000;
    const computed = cpu ? process.cpuUsage(cpu) : null;
    const { used_heap_size, external_memory } = getHeapStatistics();
    const ways: [kind: string, bytes: number][] = [
      ['buffers asked for', askedFor],
      ['buffers held', external_memory - external],
      ['objects', used_heap_size - heap],
    ];
    const [kind, bytes] = ways.reduce((most, way) => (way[1] > most[1] ? way : most));
    const seconds = computed ? Math.min(passed, (computed.user + computed.system) / 1e6) : passed;
    return { seconds, bytes, kind };
  };
}
