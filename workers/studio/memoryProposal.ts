/** What a piece of work takes of the GPU's memory with the model that is open, and which settings would take less. */
import { dreamBoothStep, type MemoryPlan, type Model, planDrawing, planTraining } from '@weft/engine';
import type { MemoryChange, MemoryProposal, MemoryRequest, PlannedMemory } from '../../src/contract/memory.ts';
import { RUN_SETTINGS } from '../../src/contract/settings/runSettings.ts';
import { type LoraSettings, RESOLUTIONS } from '../../src/contract/training.ts';

/** What is planned, without what there is. */
type Work = { work: 'training'; settings: LoraSettings } | { work: 'drawing'; size: number; guided: boolean };

/** Sizes that are proposed, largest first. */
const SIZES = RESOLUTIONS.filter((side) => side > 0).toReversed();

/** Plans for one model; each is worked out once. */
export class MemoryProposals {
  private readonly known = new Map<string, number>();

  constructor(private readonly model: Model) {}

  /** Null where the processor computes. */
  plan({ available, ...work }: MemoryRequest): PlannedMemory | null {
    if (this.model.runtime.kind !== 'webgpu') return null;
    const bytes = this.bytesOf(work);
    return { bytes, proposal: bytes <= available ? null : this.nearest(work, available) };
  }

  /** The smallest change with which the work stays within `available` bytes; null where none is enough. */
  nearest(work: Work, available: number): MemoryProposal | null {
    for (const change of this.changes(work)) {
      const bytes = this.bytesOf(changed(work, change));
      if (bytes <= available) return { change, bytes };
    }
    return null;
  }

  /** Bytes at the work's highest. */
  bytesOf(work: Work): number {
    const key = JSON.stringify(work.work === 'training' ? { ...work.settings, adapterName: '', steps: 0 } : work);
    const bytes = this.known.get(key) ?? this.peakOf(work).peak;
    this.known.set(key, bytes);
    return bytes;
  }

  private peakOf(work: Work): MemoryPlan {
    const { textEncoder, unet, vae } = this.model.checkpoint;
    const nets = {
      precision: this.model.runtime.precision,
      textEncoder: textEncoder.config,
      unet: unet.config,
      vae: vae.config,
    };
    if (work.work === 'drawing') return planDrawing(nets, work);
    const size = work.settings.resolution || this.model.nativeSize;
    const step = dreamBoothStep(work.settings, this.model.adaptableModules, size);
    return planTraining(nets, { ...step, drawsClassImages: step.prior === 'class-images' });
  }

  /** What could be changed, the least first. */
  private changes(work: Work): MemoryChange[] {
    const smaller = (than: number) => SIZES.filter((side) => side < than && side % this.model.sizeStep === 0);
    if (work.work === 'drawing') return smaller(work.size).map((size) => ({ size }));
    const { segments, microBatches, upBlocksOnly, resolution } = work.settings;
    const cut: MemoryChange =
      segments === RUN_SETTINGS.segments.limits.max ? {} : { segments: RUN_SETTINGS.segments.limits.max };
    const single: MemoryChange = microBatches ? cut : { ...cut, microBatches: true };
    const few: MemoryChange = upBlocksOnly ? single : { ...single, upBlocksOnly: true };
    const sizes = smaller(resolution || this.model.nativeSize).flatMap((side) => {
      const at = side as LoraSettings['resolution'];
      return [{ resolution: at }, { ...single, resolution: at }];
    });
    return [cut, single, few, ...sizes].filter((change) => Object.keys(change).length > 0);
  }
}

function changed(work: Work, { size, ...change }: MemoryChange): Work {
  if (work.work === 'drawing') return { ...work, size: size ?? work.size };
  return { ...work, settings: { ...work.settings, ...change } };
}
