/** Pictures from their settings into the gallery, and out of it again. What this works with is handed in. */
import type { CreateSettings, Picture } from '../../contract/drawing.ts';
import type { DrawProgress, DrawRequest, DrawResult } from '../../contract/studioWorker.ts';
import type { HeardChanges } from '../../kit/records/RecordStore.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import type { Job, JobControls } from '../../session/studioFlow.ts';
import { sized } from '../drawing/fields/drawing.ts';
import type { NamedAdapter } from '../drawing/settings/settingsText.ts';
import type { AdapterChoice } from '../library/adapterChoice.ts';
import type { GalleryRecord } from './galleryRecords.ts';
import type { GalleryEvent } from './galleryReducer.ts';
import { type GalleryState, surplus } from './galleryState.ts';

/** The records that outlive the page. A refusal of storage is told to the person there. */
export interface GalleryRepository {
  /** Reads what is kept, and from then on hears what other tabs do to it. */
  follow: (
    read: (records: readonly GalleryRecord[]) => void,
    heard: (changes: HeardChanges<GalleryRecord>) => void,
  ) => Promise<void>;
  write: (record: GalleryRecord) => Promise<unknown>;
  remove: (id: string) => Promise<unknown>;
}

/** What the gallery needs of the rest of the studio. */
export interface GalleryTools {
  state: () => GalleryState;
  tell: (event: GalleryEvent) => void;
  startJob: (title: string, precious: boolean, work: (controls: JobControls) => Promise<void>) => Job<void>;
  /** The adapters to draw with, and their names for the picture's settings. @throws StudioError where a checkpoint is gone */
  chosenAdapters: (
    choices: readonly AdapterChoice[],
  ) => Promise<{ adapters: DrawRequest['adapters']; named: NamedAdapter[] }>;
  draw: (
    request: DrawRequest,
    onProgress: (progress: DrawProgress) => void,
    signal: AbortSignal,
  ) => Promise<DrawResult>;
  /** A picture as PNG with its settings inside. The picture's buffer is handed over. */
  encode: (
    picture: Picture,
    settings: CreateSettings,
    provenance: { model: string; adapters: NamedAdapter[] },
  ) => Promise<ArrayBuffer>;
  records: GalleryRepository;
  /** Puts a PNG where an image can show it. */
  show: (png: ArrayBuffer) => string;
  /** Releases what `show` gave. */
  release: (url: string) => void;
  newId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

export class GalleryFlow {
  readonly #tools: GalleryTools;

  constructor(tools: GalleryTools) {
    this.#tools = tools;
  }

  /**
   * Reads what was kept, and goes on hearing what other tabs do to it; pictures that were drawn meanwhile stay. All that is
   * kept is shown: where several tabs drew at once that may be more than the gallery's length, until the next is drawn.
   */
  load(): Promise<void> {
    const put = (records: readonly GalleryRecord[]) => this.#put(records);
    return this.#tools.records.follow(put, ({ written, removed }) => {
      put(written);
      for (const id of removed) this.#takeOut(id);
    });
  }

  /** Draws one picture; several may be asked for, they are drawn one after the other. */
  async generate(settings: CreateSettings): Promise<void> {
    const { state, tell, startJob, chosenAdapters, newId } = this.#tools;
    const { draft } = state();
    const chosen = chosenAdapters(draft.adapters);
    const id = newId();
    const { result, cancel } = startJob('Drawing a picture', false, async (controls) => {
      const { adapters, named } = await chosen;
      await this.#draw(id, sized(settings, draft.size, controls.model), adapters, named, controls);
    });
    tell({ type: 'asked', picture: { id, prompt: settings.prompt, fraction: null, cancel } });
    try {
      await Promise.all([chosen, result]);
      tell({ type: 'ended', id, error: null });
    } catch (error) {
      tell({ type: 'ended', id, error: isCancelled(error) ? null : errorInfoOf(error) });
    }
  }

  /** Deletes a picture; nothing where it is gone already. */
  async remove(id: string): Promise<void> {
    if (this.#takeOut(id)) await this.#tools.records.remove(id);
  }

  /** Shows those that are not there yet. */
  #put(records: readonly GalleryRecord[]): void {
    const { state, tell, show } = this.#tools;
    const here = new Set(state().pictures.map(({ id }) => id));
    const others = records.filter(({ id }) => !here.has(id));
    tell({ type: 'loaded', pictures: others.map((record) => ({ ...record, url: show(record.png) })) });
  }

  /** Takes a picture from the page; tells whether it was there. */
  #takeOut(id: string): boolean {
    const { state, tell, release } = this.#tools;
    const picture = state().pictures.find((candidate) => candidate.id === id);
    if (!picture) return false;
    tell({ type: 'removed', id });
    release(picture.url);
    return true;
  }

  async #draw(
    id: string,
    settings: CreateSettings,
    adapters: DrawRequest['adapters'],
    named: NamedAdapter[],
    { model, report, signal }: JobControls,
  ): Promise<void> {
    const { tell, draw, encode, records, show, now } = this.#tools;
    const onProgress = ({ step, steps, secondsLeft }: DrawProgress) => {
      report(step / steps, secondsLeft);
      tell({ type: 'progressed', id, fraction: step / steps });
    };
    const { picture, seconds } = await draw({ settings, adapters }, onProgress, signal);
    const provenance = { model: model.name, adapters: named };
    const png = await encode(picture, settings, provenance);
    const record: GalleryRecord = { id, createdAt: now(), settings, seconds, png, ...provenance };
    tell({ type: 'drawn', picture: { ...record, url: show(png) } });
    await records.write(record);
    await this.#dropOldest();
  }

  async #dropOldest(): Promise<void> {
    for (const { id } of surplus(this.#tools.state())) await this.remove(id);
  }
}
