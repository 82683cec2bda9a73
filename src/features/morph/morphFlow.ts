/** The run of a morph: asked for, gone on with, paused or thrown away. What it works with is handed in. */
import type { MorphSettings } from '../../contract/drawing.ts';
import type { FilmEncoding } from '../../contract/filmWorker.ts';
import { t } from '../../kit/language/t.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import type { Job, JobControls } from '../../session/studioFlow.ts';
import { sized } from '../drawing/fields/drawing.ts';
import { assertSameModel, drawnBy } from '../drawing/settings/drawnBy.ts';
import { type FilmMakingTools, makeFilm } from './filmMaking.ts';
import type { FilmRecord } from './films/filmRecords.ts';
import type { StoredFilm } from './films/filmRepository.ts';
import { frameCount } from './morphEstimate.ts';
import type { MorphForm } from './morphForm.ts';
import { isRendering, type MorphState } from './morphState.ts';

/** The films that were begun. */
export interface FilmRepository {
  byId(id: string): StoredFilm | null;
  /** Puts a film there that has no frame yet. */
  begin(film: FilmRecord): Promise<void>;
  /** Puts the finished film in place of what there was of it. */
  finish(film: FilmRecord, file: ArrayBuffer): Promise<void>;
  remove(id: string): Promise<void>;
  /** Does the work while no other tab makes the film. @throws StudioError `busy` where one does */
  asMaker(id: string, work: () => Promise<void>): Promise<void>;
}

/** What the run needs of the rest of the studio. */
export interface MorphTools extends FilmMakingTools {
  state: () => MorphState;
  startJob: (title: string, precious: boolean, work: (controls: JobControls) => Promise<void>) => Job<void>;
  films: FilmRepository;
  /** The adapters of a form as a film notes them. */
  adapters: (form: MorphForm) => FilmRecord['adapters'];
  newId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

export class MorphFlow {
  readonly #tools: MorphTools;
  #job: Job<void> | null = null;
  /** What becomes of the film when its run is ended by hand. */
  #ending: 'pause' | 'discard' = 'pause';

  constructor(tools: MorphTools) {
    this.#tools = tools;
  }

  /** Draws the frames of a new film and encodes them; nothing while another run goes on. */
  render(settings: MorphSettings): Promise<void> {
    const { form } = this.#tools.state();
    return this.#run(t('Rendering a morph'), async (controls) => {
      const final = sized(settings, form.drawing.size, controls.model);
      const film: FilmRecord = {
        id: this.#tools.newId(),
        createdAt: this.#tools.now(),
        settings: final,
        adapters: this.#tools.adapters(form),
        ...drawnBy(controls.model),
        encoding: form.encoding,
        frames: frameCount(final),
        bytes: null,
      };
      const { tell, films } = this.#tools;
      tell({ type: 'film-taken', id: film.id });
      await films.asMaker(film.id, async () => {
        await films.begin(film);
        await this.#make(film, 0, controls);
      });
    });
  }

  /** Draws the frames that an unfinished film lacks, and encodes all. */
  resume(id: string): Promise<void> {
    return this.#run(t('Going on with a morph'), (controls) => this.#makeKept(id, {}, controls));
  }

  /** Encodes a film's kept frames anew. */
  encodeAgain(id: string, encoding: FilmEncoding): Promise<void> {
    return this.#run(t('Encoding a film'), (controls) => this.#makeKept(id, { encoding }, controls));
  }

  /** Ends the run; its frames stay, to be gone on with. */
  pause(): void {
    this.#end('pause');
  }

  /** Ends the run and deletes what was drawn. A finished film that is encoded anew stays as it was. */
  discard(): void {
    this.#end('discard');
  }

  #end(how: 'pause' | 'discard'): void {
    this.#ending = how;
    this.#job?.cancel();
  }

  async #run(title: string, work: (controls: JobControls) => Promise<void>): Promise<void> {
    const { state, tell, startJob } = this.#tools;
    if (isRendering(state().run)) return;
    tell({ type: 'asked' });
    this.#ending = 'pause';
    // Not precious: frames are kept as they come.
    const job = startJob(title, false, work);
    this.#job = job;
    const error = await job.result.then(
      () => null,
      (thrown: unknown) => ({ thrown }),
    );
    this.#job = null;
    if (!error) tell({ type: 'finished' });
    else if (isCancelled(error.thrown)) await this.#leaveOff();
    else tell({ type: 'failed', error: errorInfoOf(error.thrown) });
  }

  /** After a run that was ended by hand. A film without a frame is not worth keeping. */
  async #leaveOff(): Promise<void> {
    const { state, tell, films } = this.#tools;
    const { filmId } = state();
    const film = filmId === null ? null : films.byId(filmId);
    const unfinished = film !== null && film.bytes === null;
    const gone = unfinished && (this.#ending === 'discard' || film.kept === 0);
    tell({ type: 'left-off', paused: unfinished && !gone });
    if (gone) await films.remove(film.id);
  }

  #makeKept(id: string, change: Partial<FilmRecord>, controls: JobControls): Promise<void> {
    return this.#tools.films.asMaker(id, () => this.#goOn(id, change, controls));
  }

  async #goOn(id: string, change: Partial<FilmRecord>, controls: JobControls): Promise<void> {
    const film = this.#tools.films.byId(id);
    if (!film) return;
    const { kept, ...record } = film;
    if (kept < record.frames) assertSameModel(record, controls.model, t('The film'), t('render the film anew'));
    this.#tools.tell({ type: 'film-taken', id });
    await this.#make({ ...record, ...change }, kept, controls);
  }

  async #make(film: FilmRecord, kept: number, controls: JobControls): Promise<void> {
    const file = await makeFilm(film, kept, controls, this.#tools);
    await this.#tools.films.finish(film, file);
  }
}
