/** What runs the graphs: one build of ONNX Runtime on one device. */
import type * as OnnxRuntime from 'onnxruntime-common';
import { EngineError } from '../EngineError.ts';
import type { Precision } from '../graph/value.ts';

/** The programming interface that onnxruntime-web and onnxruntime-node share. */
export type Ort = Pick<typeof OnnxRuntime, 'InferenceSession' | 'Tensor'>;

/** A device, ready for sessions. */
export interface Runtime {
  /** The build that runs on it. */
  readonly ort: Ort;
  /** `cpu` is onnxruntime-node. */
  readonly kind: 'webgpu' | 'wasm' | 'cpu';
  /** WebGPU: the device that the sessions run on, for buffers that they share. */
  readonly gpu: GPUDevice | null;
  /** What nets compute in here: half precision where the GPU has it. Norms, sums, losses and what is learnt stay float32. */
  readonly precision: Precision;
  /** Options of every session: execution provider, threads. */
  readonly sessionOptions: OnnxRuntime.InferenceSession.SessionOptions;
}

/** There is no WebGPU; the WebGPU adapter refused; the package of ONNX Runtime for this place is not installed. */
export type DeviceErrorReason = 'no-webgpu' | 'adapter-refused' | 'no-runtime';

/** No usable device, or one that was asked for and isn't there. */
export class DeviceError extends EngineError {
  override readonly name = 'DeviceError';
  readonly code = 'device';

  constructor(
    /** Which of its cases it is. */
    readonly reason: DeviceErrorReason,
    message: string,
    advice: string,
    options?: ErrorOptions,
  ) {
    super(message, advice, options);
  }
}
