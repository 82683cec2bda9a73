/** What the engine needs in Node alone: ONNX Runtime's package for Node, and models in folders. Browsers never load it. */

export { folderSource } from './nodeFolder.ts';
export { openNodeRuntime } from './nodeRuntime.ts';
