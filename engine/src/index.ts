/** The engine's public API: nothing outside imports deeper. */

export { AdapterError, UnknownModulesError } from './adapters/adapterError.ts';
export { type Embedding, placeholderOf, requireEmbeddingFits } from './adapters/embedding.ts';
export { drawsInFewSteps } from './adapters/fewSteps.ts';
export {
  holdsEmbedding,
  leftOutOfEmbedding,
  readBundledEmbeddings,
  readEmbedding,
  writeEmbedding,
} from './adapters/formats/embeddingFiles.ts';
export { peftConfigOf } from './adapters/formats/loraSettings.ts';
export type { OriginalName } from './adapters/formats/moduleNames.ts';
export { type LoraReadOptions, layersToMerge, readLora } from './adapters/formats/readLora.ts';
export { writeLora } from './adapters/formats/writeLora.ts';
export { guessArchitecture, type NamedLayer } from './adapters/guessArchitecture.ts';
export { explainFitError } from './adapters/loraFit.ts';
export type { LoraModule } from './adapters/loraLayout.ts';
export { mergeLoras } from './adapters/loraMerge.ts';
export { type LoraMix, mixLoras } from './adapters/loraMix.ts';
export { onlyUpBlocks, targetModules } from './adapters/loraTargets.ts';
export { DiffusionError } from './diffusion/diffusionError.ts';
export { EngineError, type EngineErrorCode } from './EngineError.ts';
export { type MemoryPlan, planDrawing, planTraining } from './memory/memoryPlan.ts';
export { ArchitectureError } from './nets/errors.ts';
export { originalNames, readBaseWeights } from './pipeline/adapterTarget.ts';
export { loadCheckpoint } from './pipeline/checkpoint/checkpoint.ts';
export { fewStepKind } from './pipeline/checkpoint/fewStepModel.ts';
export { readFolderConfigs } from './pipeline/checkpoint/folderConfigs.ts';
export { type Inspection, inspectCheckpoint } from './pipeline/checkpoint/inspectCheckpoint.ts';
export { MOST_SMALL_BYTES } from './pipeline/checkpoint/modelFiles.ts';
export { MissingAutoencoderError } from './pipeline/checkpoint/singleFile/missingAutoencoder.ts';
export { MissingFileError, ModelFileError, type ModelSource } from './pipeline/checkpoint/source.ts';
export { preparePipeline, type Subject, seededNoise } from './pipeline/generate.ts';
export { CancelledError, type Job, Pace, PausedError } from './pipeline/job.ts';
export { measureTimings } from './pipeline/measureTimings.ts';
export { Model } from './pipeline/model.ts';
export { drawMorph } from './pipeline/morph.ts';
export type { Picture } from './pipeline/picture.ts';
export { type DeviceNote, openBrowserRuntime } from './runtime/browserRuntime.ts';
export { OutOfMemoryError, recogniseOutOfMemory } from './runtime/outOfMemory.ts';
export { DeviceError } from './runtime/runtime.ts';
export { PlaceholderError } from './text/placeholders.ts';
export { PromptTokenizer } from './text/tokenizer.ts';
export { TokenizerError } from './text/tokenizerError.ts';
export { InitializerError } from './training/inversion/initializer.ts';
export { trainTextualInversion } from './training/inversion/textualInversion.ts';
export {
  type CaptionedPicture,
  type DreamBoothEvent,
  type DreamBoothSettings,
  trainDreamBooth,
} from './training/lora/dreambooth.ts';
export { RunStateError } from './training/run/runState.ts';
export { type ByteSource, blobSource, bytesSource } from './weights/byteSource.ts';
export { fingerprint } from './weights/fingerprint.ts';
export { parsePythonJson } from './weights/pythonJson.ts';
export { parseSafetensors, type WeightFile, WeightsError } from './weights/safetensors.ts';
