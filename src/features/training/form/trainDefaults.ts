/**
 * What the training forms start with on the embedded starter model, and what the course uses on Stable Diffusion 1.5: the
 * engine's recipes, with what only a form has. The order of the settings is that in which a preset's differences are told.
 */

import {
  type InversionRecipe,
  type LoraRecipe,
  SD15_INVERSION,
  SD15_LORA,
  STARTER_INVERSION,
  STARTER_LORA,
} from '@weft/engine';
import { sourceOf } from '../../../contract/message.ts';
import type { InversionSettings, LoraSettings } from '../../../contract/training.ts';
import { FIRST_NAME } from '../../dataset/subjects/datasetRecords.ts';
import { CLASS_PROMPT, SUBJECT_PROMPT } from '../../drawing/settings/drawingDefaults.ts';

/** Class images are drawn as suits the open model, which the form doesn't know of. */
function loraForm({ classDrawing: _, ...recipe }: LoraRecipe): LoraSettings {
  const { steps, rank, loraAlpha, learningRate, targets, upBlocksOnly, ...others } = recipe;
  const { priorWeight, showForgetting, seed, checkpointEvery, evalEvery, holdOut, patience, ...more } = others;
  const { sampleEvery, samplePrompt, sampleDrawing: __, ...samples } = more;
  return {
    method: 'lora',
    adapterName: sourceOf(FIRST_NAME),
    instancePrompt: SUBJECT_PROMPT,
    classPrompt: CLASS_PROMPT,
    steps,
    rank,
    loraAlpha,
    learningRate,
    targets: [...targets],
    upBlocksOnly,
    resolution: 0,
    ...samples,
    ownClassImages: false,
    quickClassImages: true,
    priorWeight,
    keepCheckpoints: true,
    showForgetting,
    seed,
    checkpointEvery,
    evalEvery,
    holdOut,
    patience,
    sampleEvery,
    samplePrompt,
  };
}

function inversionForm({ templates, vectors, sampleDrawing: _, ...recipe }: InversionRecipe): InversionSettings {
  return {
    method: 'textual-inversion',
    adapterName: 'African fabric',
    placeholder: '<african-fabric>',
    initializer: 'pattern',
    vectors,
    templates: [...templates],
    resolution: 0,
    ...recipe,
  };
}

export const LORA_DEFAULTS = loraForm(STARTER_LORA);

export const SD15_LORA_DEFAULTS = loraForm(SD15_LORA);

export const INVERSION_DEFAULTS = inversionForm(STARTER_INVERSION);

export const SD15_INVERSION_DEFAULTS = inversionForm(SD15_INVERSION);
