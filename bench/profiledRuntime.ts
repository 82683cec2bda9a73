/** A runtime whose sessions tell how long each of their nodes took. */

import type { Runtime } from '@weft/engine/internal';
import type { InferenceSession } from 'onnxruntime-common';

/** The runtime with profiling, and its sessions in the order in which they were opened. */
export function profiledRuntime(
  runtime: Runtime,
  options: InferenceSession.SessionOptions = {},
): { runtime: Runtime; sessions: InferenceSession[] } {
  const sessions: InferenceSession[] = [];
  const { InferenceSession: opener } = runtime.ort;
  const create = async (model: Uint8Array, asked: InferenceSession.SessionOptions) => {
    const session = await opener.create(model, { ...asked, ...options, enableProfiling: true });
    sessions.push(session);
    return session;
  };
  const ort = { ...runtime.ort, InferenceSession: { create } as typeof opener };
  return { runtime: { ...runtime, ort }, sessions };
}
