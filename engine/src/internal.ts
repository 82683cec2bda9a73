/** What tests, benches and scripts need beside the public API; no part of what is promised to others. */
export { inTextEncoder, splitMix } from './adapters/adaptedNets.ts';
export type { LoraFileLayout } from './adapters/formats/loraKeys.ts';
export { initTheta, type LoraAdapter, type LoraSlice, loraScale, loraSize, loraSlices } from './adapters/loraLayout.ts';
export { type LoraMix, mixLoras } from './adapters/loraMix.ts';
export type { LoraTarget } from './adapters/loraTargets.ts';
export { applyGuidance } from './diffusion/guidance.ts';
export { morphNoise } from './diffusion/morphPath.ts';
export { createSampler, type Sampler, type SamplerKind } from './diffusion/samplers/createSampler.ts';
export { NoiseSchedule } from './diffusion/schedule.ts';
export { SchedulerConfig } from './diffusion/schedulerConfig.ts';
export { slerp } from './diffusion/slerp.ts';
export { TorchGenerator } from './diffusion/torchRandom.ts';
export { countFlops } from './graph/countFlops.ts';
export { differentiate } from './graph/differentiate.ts';
export { GraphError } from './graph/errors.ts';
export { Graph } from './graph/graph.ts';
export { expandOperators } from './graph/lowering/expandOperators.ts';
export { forProcessor } from './graph/lowering/forProcessor.ts';
export { forWebGpu } from './graph/lowering/forWebGpu.ts';
export { rewrite } from './graph/lowering/rewrite.ts';
export * as operators from './graph/operators/index.ts';
export {
  add,
  type ConvolutionOptions,
  chunkSizes,
  convolution,
  exponential,
  gemm,
  groupNorm,
  reshape,
  scale,
  slice,
} from './graph/operators/index.ts';
export { chooseCuts } from './graph/segments/chooseCuts.ts';
export { planStages } from './graph/segments/stages.ts';
export { byteCount, elementCount, type Precision, type Shape, type Value } from './graph/value.ts';
export { graphMemory } from './memory/graphMemory.ts';
export { type MemoryPhase, type PlannedNets, type TrainingSizes, trainingPhases } from './memory/memoryPlan.ts';
export { stagesMemory } from './memory/stagesMemory.ts';
export { attention } from './nets/attention.ts';
export { parseConfig, TextEncoderConfig, UNetConfig, VaeConfig, withoutLastLayers } from './nets/configs.ts';
export { NetBuilder } from './nets/layers.ts';
export { textEncoderWeights, unetWeights, vaeWeights } from './nets/netWeightList.ts';
export { textEncoder } from './nets/textEncoder.ts';
export { unet } from './nets/unet.ts';
export { decoder, encoder } from './nets/vae.ts';
export type { Checkpoint } from './pipeline/checkpoint/checkpoint.ts';
export { readTokenizer } from './pipeline/checkpoint/readTokenizer.ts';
export {
  deriveClip,
  deriveOpenClip,
  deriveUNet,
  deriveVae,
} from './pipeline/checkpoint/singleFile/derivedConfigs.ts';
export { NameTable } from './pipeline/checkpoint/singleFile/nameTable.ts';
export { clipNames, openClipNames } from './pipeline/checkpoint/singleFile/textEncoderNames.ts';
export { unetNames } from './pipeline/checkpoint/singleFile/unetNames.ts';
export { vaeNames } from './pipeline/checkpoint/singleFile/vaeNames.ts';
export { concatenate } from './pipeline/concatenate.ts';
export { encodePicture, type LatentDistribution } from './pipeline/encodedPicture.ts';
export {
  attentionModules,
  declareTheta,
  loraFactors,
  textEncoderModules,
  thetaParts,
  unetModules,
} from './pipeline/loraInputs.ts';
export type { Film } from './pipeline/morph.ts';
export { mirrored } from './pipeline/picture.ts';
export { placementOf } from './pipeline/placement.ts';
export { declarePrompts, promptFeeds, textEncoderPrefix } from './pipeline/promptInputs.ts';
export { declareUNetInputs, type UNetSizes } from './pipeline/unetInputs.ts';
export { Chain } from './runtime/chain.ts';
export { ExternalData } from './runtime/externalData.ts';
export { GpuUpload } from './runtime/gpuUpload.ts';
export { NetWeights } from './runtime/netWeights.ts';
export { numbersOf, Program, type Tensors } from './runtime/program.ts';
export { ProgramCache } from './runtime/programCache.ts';
export type { Runtime } from './runtime/runtime.ts';
export { clipVocabulary } from './text/clipVocabulary.ts';
export { splitAtPlaceholders } from './text/placeholders.ts';
export { inChunks } from './text/syntax/chunks.ts';
export { readEmphasis } from './text/syntax/emphasis.ts';
export { promptSchedule } from './text/syntax/promptSchedule.ts';
export { fillTemplate } from './training/inversion/fillTemplate.ts';
export { initializerRow } from './training/inversion/initializer.ts';
export { type InversionSamples, inversionBatch } from './training/inversion/inversionBatch.ts';
export { inversionGradientGraph, inversionPass } from './training/inversion/inversionGraph.ts';
export { inversionMethod } from './training/inversion/inversionMethod.ts';
export type { TextualInversionSettings } from './training/inversion/textualInversion.ts';
export type { DreamBoothResult, RunStart } from './training/lora/dreambooth.ts';
export {
  type BatchRules,
  type LoraBatch,
  type SampleKind,
  sampleBatch,
  singleSamples,
} from './training/lora/loraBatch.ts';
export { type LoraGraphOptions, loraGradientGraph, loraLossGraph, loraPass } from './training/lora/loraGraph.ts';
export { measureLoss } from './training/lora/loraMeter.ts';
export { type LoraOptions, loraMethod } from './training/lora/loraMethod.ts';
export { loraGraphOptions } from './training/lora/loraStep.ts';
export { ownTargetGraph } from './training/lora/ownTarget.ts';
export { SamplePrompts, samplePromptFeeds } from './training/lora/samplePrompts.ts';
export { EarlyStop } from './training/run/earlyStop.ts';
export { holdOutImages } from './training/run/holdOut.ts';
export type { RunState } from './training/run/state.ts';
export type { RunEvent } from './training/run/types.ts';
export {
  constantRate,
  type LearningRateSchedule,
  learningRateAt,
  type ScheduleKind,
} from './training/step/learningRate.ts';
export { FRESH_SCALING, LOSS_SCALE, type LossScaling } from './training/step/lossScaling.ts';
export { minSnrWeight } from './training/step/minSnr.ts';
export { averagingRate } from './training/step/movingAverage.ts';
export { drawNoise } from './training/step/noisySample.ts';
export {
  ADAMW,
  type AdamWSettings,
  MAX_GRADIENT_NORM,
  stepScalars,
  stepScalarsOnDevice,
} from './training/step/optimizer.ts';
export { stepNets } from './training/step/stepNets.ts';
export { planStep, stagesOf, stepRules } from './training/step/stepPlan.ts';
export { type NoisedBatch, type ReadLosses, Trainer } from './training/step/trainer.ts';
export {
  type GradientPiece,
  gradientGraph,
  gradientStages,
  lossGraph,
  pieceLength,
  pieceNames,
  stepGraph,
  type TrainingPass,
  updateGraph,
} from './training/step/trainingGraph.ts';
export { decodeBfloat16, decodeHalf, encodeHalf } from './weights/halfFloat.ts';
export {
  float32Tensor,
  openSafetensors,
  toFloat32,
  type WeightTensor,
  writeSafetensors,
} from './weights/safetensors.ts';
export { layoutSafetensors, tensorBytes } from './weights/safetensorsWriter.ts';
export { CHUNK_BYTES, readChunks, readFloat32 } from './weights/storedValues.ts';
export type { StoredTensor } from './weights/weightFile.ts';
