/** The engine's public API: nothing outside imports deeper. */

export { AdapterError, UnknownModulesError } from './adapters/adapterError.ts';
export { type Embedding, placeholderOf, requireEmbeddingFits } from './adapters/embedding.ts';
export { type DescribedLora, drawsInFewSteps } from './adapters/fewSteps.ts';
export {
  type EmbeddingFileLayout,
  holdsEmbedding,
  leftOutOfEmbedding,
  readBundledEmbeddings,
  readEmbedding,
  writeEmbedding,
} from './adapters/formats/embeddingFiles.ts';
export type { LoraFileLayout } from './adapters/formats/loraKeys.ts';
export { peftConfigOf } from './adapters/formats/loraSettings.ts';
export type { OriginalName } from './adapters/formats/moduleNames.ts';
export {
  type LoraReading,
  type LoraReadOptions,
  layersToMerge,
  prepareToRead,
  readLora,
} from './adapters/formats/readLora.ts';
export { writeLora } from './adapters/formats/writeLora.ts';
export { guessArchitecture, type NamedLayer } from './adapters/guessArchitecture.ts';
export { explainFitError } from './adapters/loraFit.ts';
export type { LoraAdapter, LoraModule } from './adapters/loraLayout.ts';
export { mergeLoras } from './adapters/loraMerge.ts';
export { type LoraMix, mixLoras, type WeightedLora } from './adapters/loraMix.ts';
export { type LoraTarget, onlyUpBlocks, targetModules } from './adapters/loraTargets.ts';
export { DiffusionError } from './diffusion/diffusionError.ts';
export { type NoiseStream, SAMPLER_KINDS, type SamplerKind } from './diffusion/samplers/createSampler.ts';
export type { NoiseSchedule } from './diffusion/schedule.ts';
export type { SchedulerConfig } from './diffusion/schedulerConfig.ts';
export { randomIntegers } from './diffusion/splitMix.ts';
export { type StepWork, stepWork, type Thrift } from './diffusion/stepWork.ts';
export { stepsTaken } from './diffusion/strength.ts';
export type { TorchGeneratorState } from './diffusion/torchRandom.ts';
export { EngineError, type EngineErrorCode } from './EngineError.ts';
export type { Precision } from './graph/value.ts';
export {
  type DrawingSizes,
  type MemoryPhase,
  type MemoryPlan,
  type PlannedNets,
  planDrawing,
  planTraining,
  type TrainingSizes,
} from './memory/memoryPlan.ts';
export type { TextEncoderConfig, UNetConfig, VaeConfig } from './nets/configs.ts';
export { ArchitectureError } from './nets/errors.ts';
export type { Seamless } from './nets/seamless.ts';
export { originalNames, readBaseWeights } from './pipeline/adapterTarget.ts';
export { type Checkpoint, loadCheckpoint } from './pipeline/checkpoint/checkpoint.ts';
export type { Net } from './pipeline/checkpoint/checkpointParts.ts';
export { fetchSource } from './pipeline/checkpoint/fetchSource.ts';
export { type FewStepKind, fewStepKind } from './pipeline/checkpoint/fewStepModel.ts';
export { type FolderConfigs, readFolderConfigs } from './pipeline/checkpoint/folderConfigs.ts';
export { type Inspection, inspectCheckpoint } from './pipeline/checkpoint/inspectCheckpoint.ts';
export { MOST_SMALL_BYTES } from './pipeline/checkpoint/modelFiles.ts';
export type { Family } from './pipeline/checkpoint/singleFile/derivedConfigs.ts';
export { MissingAutoencoderError } from './pipeline/checkpoint/singleFile/missingAutoencoder.ts';
export { ownAutoencoder, type SharedFile } from './pipeline/checkpoint/singleFile/ownAutoencoder.ts';
export { MissingFileError, ModelFileError, type ModelSource, type SmallFiles } from './pipeline/checkpoint/source.ts';
export { STALL, type StallWatch, stallWatch } from './pipeline/checkpoint/stallWatch.ts';
export type { MixedLayers } from './pipeline/drawingGraphs.ts';
export { type Pipeline, preparePipeline, seededNoise } from './pipeline/generate.ts';
export { CancelledError, type Job, Pace, PausedError } from './pipeline/job.ts';
export { measureTimings, type Timings } from './pipeline/measureTimings.ts';
export { Model } from './pipeline/model.ts';
export { drawMorph, type Film, type MorphKeyframe } from './pipeline/morph.ts';
export type { Picture } from './pipeline/picture.ts';
export type { Placement } from './pipeline/placement.ts';
export type { DrawnOver, PromptSyntax, Subject } from './pipeline/subject.ts';
export { type InversionRecipe, SD15_INVERSION, STARTER_INVERSION } from './recipes/inversionRecipes.ts';
export { type LoraRecipe, SD15_LORA, STARTER_LORA } from './recipes/loraRecipes.ts';
export { OBJECT_TEMPLATES } from './recipes/objectTemplates.ts';
export {
  type BrowserRuntimeRequest,
  type DeviceNote,
  type OpenedRuntime,
  openBrowserRuntime,
} from './runtime/browserRuntime.ts';
export { OutOfMemoryError, recogniseOutOfMemory } from './runtime/outOfMemory.ts';
export { DeviceError, type DeviceErrorReason, type Ort, type Runtime } from './runtime/runtime.ts';
export type { AddedToken } from './text/addedTokens.ts';
export { type Placeholder, PlaceholderError } from './text/placeholders.ts';
export type { SpecialTokens } from './text/specialTokens.ts';
export { choosePromptWords } from './text/syntax/choosePromptWords.ts';
export type { WeightedText } from './text/syntax/emphasis.ts';
export { hasPromptSyntax } from './text/syntax/hasPromptSyntax.ts';
export { type EncodedChunk, type EncodedPrompt, type PlacedRow, PromptTokenizer } from './text/tokenizer.ts';
export { TokenizerError } from './text/tokenizerError.ts';
export type { TokenizerFiles } from './text/tokenizerFiles.ts';
export { InitializerError } from './training/inversion/initializer.ts';
export {
  type TextualInversionResult,
  type TextualInversionSettings,
  trainTextualInversion,
} from './training/inversion/textualInversion.ts';
export type { ClassImagesEvent } from './training/lora/classImages.ts';
export {
  type ClassDrawing,
  type DreamBoothSettings,
  type PriorSource,
  priorOf,
} from './training/lora/dreamBoothSettings.ts';
export { type DreamBoothStep, dreamBoothStep, type StepSettings } from './training/lora/dreamBoothStep.ts';
export {
  type CaptionedPicture,
  type DreamBoothEvent,
  type DreamBoothResult,
  type RunStart,
  trainDreamBooth,
} from './training/lora/dreambooth.ts';
export type { BestMeasure } from './training/run/earlyStop.ts';
export { EVALUATION, SAMPLE_SEEDS } from './training/run/evaluation.ts';
export { holdOutImages, type RunImages } from './training/run/holdOut.ts';
export { type RunState, RunStateError, type TrainerState } from './training/run/state.ts';
export type {
  EvaluationPoint,
  LossPoint,
  Progress,
  RunEvent,
  RunPace,
  SamplePicture,
  SampleSubject,
  WatchEvent,
} from './training/run/types.ts';
export type { ScheduleKind } from './training/step/learningRate.ts';
export type { AdamWSettings } from './training/step/optimizer.ts';
export { type ByteSource, blobSource, bytesSource } from './weights/byteSource.ts';
export { fingerprint } from './weights/fingerprint.ts';
export { parsePythonJson } from './weights/pythonJson.ts';
export { parseSafetensors, type WeightFile, WeightsError, type WeightTensor } from './weights/safetensors.ts';
export { parseShallowJson } from './weights/shallowJson.ts';
