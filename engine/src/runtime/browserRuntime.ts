/** The runtime in a browser: WebGPU where there is an adapter, wasm with threads otherwise. */
import { DeviceError, type Ort, type Runtime } from './runtime.ts';

/** What the caller wants. */
export interface BrowserRuntimeRequest {
  /** `auto` takes WebGPU where there is an adapter that is not emulated, else wasm. */
  choice: 'auto' | 'webgpu' | 'wasm';
  /** Absolute address of the folder with onnxruntime-web's `.mjs` and `.wasm` files. */
  runtimeUrl: string;
  /** wasm threads; as many as cores, 8 at most, if left out. One where the page is not cross-origin isolated. */
  threads?: number | undefined;
}

/**
 * What a person should know of the device: there is no WebGPU, or only an emulated one, so that the processor computes;
 * the WebGPU that was asked for is emulated, and very slow; the page is not cross-origin isolated, so that wasm has one thread.
 */
export type DeviceNote = 'no-webgpu' | 'emulated-webgpu' | 'slow-adapter' | 'no-threads';

/** A runtime and what a person should know of it. */
export interface OpenedRuntime {
  /** For `Model`. */
  runtime: Runtime;
  /** wasm threads; 0 on WebGPU. */
  threads: number;
  /** The WebGPU adapter's vendor and architecture; empty on wasm. */
  adapter: string;
  /** Whether the WebGPU adapter is emulated on the processor. */
  software: boolean;
  /** What else there is to say of it. */
  notes: readonly DeviceNote[];
}

/** Beyond this number threads wait for each other on nets of this size. */
const MAX_THREADS = 8;

/**
 * Opens the device asked for, in a page or a worker.
 * @throws DeviceError where WebGPU is asked for and there is none, or the adapter refuses to start
 */
export async function openBrowserRuntime(request: BrowserRuntimeRequest): Promise<OpenedRuntime> {
  if (request.choice === 'wasm') return openWasm(request, []);
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (request.choice === 'webgpu') {
    if (adapter) return openWebGpu(request, adapter);
    throw new DeviceError(
      'no-webgpu',
      'This browser offers no WebGPU adapter.',
      'Ask for wasm to run on the processor, or use a browser with WebGPU.',
    );
  }
  if (!adapter) return openWasm(request, ['no-webgpu']);
  // A software adapter runs the same arithmetic on the same processor, only many times slower than wasm.
  if (isSoftware(adapter)) return openWasm(request, ['emulated-webgpu']);
  return openWebGpu(request, adapter);
}

function isSoftware(adapter: GPUAdapter): boolean {
  const { isFallbackAdapter, architecture, description } = adapter.info;
  return isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(`${architecture} ${description}`);
}

async function openWebGpu(request: BrowserRuntimeRequest, adapter: GPUAdapter): Promise<OpenedRuntime> {
  // JSPI lets wasm wait for the GPU without the size and cost of asyncify.
  const ort =
    'Suspending' in WebAssembly ? await import('onnxruntime-web/jspi') : await import('onnxruntime-web/webgpu');
  ort.env.wasm.wasmPaths = request.runtimeUrl;
  ort.env.wasm.numThreads = 1;
  // The device is ours, so that weights lie in buffers that every session reads.
  const device = await requestDevice(adapter);
  const provider = { name: 'webgpu', device, storageBufferCacheMode: 'lazyRelease' } as const;
  const sessionOptions = { executionProviders: [provider], logSeverityLevel: 3 } as const;
  const precision = device.features.has('shader-f16') ? 'float16' : 'float32';
  const runtime: Runtime = { ort: ort as Ort, kind: 'webgpu', gpu: device, precision, sessionOptions };
  const { vendor, architecture } = adapter.info;
  const software = isSoftware(adapter);
  return {
    runtime,
    threads: 0,
    adapter: [vendor, architecture].filter(Boolean).join(' ') || 'WebGPU adapter',
    software,
    notes: software ? ['slow-adapter'] : [],
  };
}

/** Features that the runtime's kernels make use of where they are there. */
const FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

/** A device with all that the adapter allows: the defaults are too small for the largest weights. */
async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const limits: Record<string, number> = {};
  for (const name in adapter.limits) {
    const limit = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof limit === 'number') limits[name] = limit;
  }
  const requiredFeatures = FEATURES.filter((feature) => adapter.features.has(feature));
  try {
    return await adapter.requestDevice({ requiredFeatures, requiredLimits: limits });
  } catch (error) {
    throw new DeviceError(
      'adapter-refused',
      `The graphics adapter refused to start: ${error instanceof Error ? error.message : error}`,
      'Ask for wasm to run on the processor, or restart the browser.',
      { cause: error },
    );
  }
}

async function openWasm(request: BrowserRuntimeRequest, notes: readonly DeviceNote[]): Promise<OpenedRuntime> {
  const ort = await import('onnxruntime-web/wasm');
  const isolated = globalThis.crossOriginIsolated;
  const threads = isolated ? (request.threads ?? Math.min(navigator.hardwareConcurrency || 1, MAX_THREADS)) : 1;
  ort.env.wasm.wasmPaths = request.runtimeUrl;
  ort.env.wasm.numThreads = threads;
  const sessionOptions = { executionProviders: ['wasm'], logSeverityLevel: 3 } as const;
  return {
    runtime: { ort: ort as Ort, kind: 'wasm', gpu: null, precision: 'float32', sessionOptions },
    threads,
    adapter: '',
    software: false,
    notes: isolated ? notes : [...notes, 'no-threads'],
  };
}
