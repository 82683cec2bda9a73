/** The run of a comparison: a new grid, or what the last one lacks; cancelled by hand. What it works with is handed in. */
import { t } from '../../kit/language/t.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import type { Job, JobControls } from '../../session/studioFlow.ts';
import { sized } from '../drawing/fields/drawing.ts';
import { assertSameModel, drawnBy } from '../drawing/settings/drawnBy.ts';
import { type CompareState, drawnCount, type Grid, isDrawing, wholeCount } from './compareState.ts';
import { cellsOf } from './grid/compareCells.ts';
import { picturesText } from './grid/compareEstimate.ts';
import { type CellTools, drawCells } from './grid/drawCells.ts';
import type { DrawnGrid, GridSettings } from './grid/gridSettings.ts';

/** What the run needs of the rest of the studio. */
export interface CompareTools extends CellTools {
  state: () => CompareState;
  startJob: (title: string, precious: boolean, work: (controls: JobControls) => Promise<void>) => Job<void>;
  /** Keeps a new grid in place of the last one, whose pictures go. */
  keepGrid: (id: string, drawn: DrawnGrid) => Promise<void>;
  /** Does the work while no other tab draws a comparison. @throws StudioError `busy` where one does */
  asOnlyDrawer: (work: () => Promise<void>) => Promise<void>;
  /** Releases what a picture on the page holds. */
  release: (url: string) => void;
  newId: () => string;
}

export class CompareFlow {
  readonly #tools: CompareTools;
  #job: Job<void> | null = null;

  constructor(tools: CompareTools) {
    this.#tools = tools;
  }

  /** Draws a new grid in place of the last one; nothing while another run goes on. */
  drawGrid(settings: GridSettings): Promise<void> {
    const chosenSize = this.#tools.state().form.drawing.size;
    return this.#run(picturesText(cellsOf(settings).filter(({ absent }) => !absent).length), async (controls) => {
      const { model } = controls;
      const drawn = { ...settings, base: sized(settings.base, chosenSize, model), ...drawnBy(model) };
      const cells = cellsOf(drawn).map((plan) => ({ ...plan, picture: null }));
      const grid: Grid = { id: this.#tools.newId(), drawn, cells };
      this.#releasePictures();
      this.#tools.tell({ type: 'begun', grid });
      await this.#tools.keepGrid(grid.id, drawn);
      await drawCells(grid, controls, this.#tools);
    });
  }

  /** Draws those pictures of the last grid that a run left out. */
  drawMissing(): Promise<void> {
    const { grid } = this.#tools.state();
    if (!grid) return Promise.resolve();
    return this.#run(picturesText(wholeCount(grid) - drawnCount(grid)), async (controls) => {
      assertSameModel(grid.drawn, controls.model, t('The grid'), t('draw the grid anew'));
      await drawCells(grid, controls, this.#tools);
    });
  }

  /** Ends the run; the pictures that are drawn stay. */
  cancel(): void {
    this.#job?.cancel();
  }

  /** Shows a grid that another tab has begun in place of the last one, unless a run goes on here. */
  showOthers(grid: Grid): void {
    const { state, tell } = this.#tools;
    if (isDrawing(state().run) || state().grid?.id === grid.id) return;
    this.#releasePictures();
    tell({ type: 'replaced', grid });
  }

  #releasePictures(): void {
    const { state, release } = this.#tools;
    for (const { picture } of state().grid?.cells ?? []) if (picture) release(picture.url);
  }

  async #run(pictures: string, work: (controls: JobControls) => Promise<void>): Promise<void> {
    const { state, tell, startJob, asOnlyDrawer } = this.#tools;
    if (isDrawing(state().run)) return;
    tell({ type: 'asked' });
    const job = startJob(t('Drawing {pictures}', { pictures }), false, (controls) =>
      asOnlyDrawer(() => work(controls)),
    );
    this.#job = job;
    try {
      await job.result;
      tell({ type: 'finished' });
    } catch (error) {
      tell(isCancelled(error) ? { type: 'cancelled' } : { type: 'failed', error: errorInfoOf(error) });
    } finally {
      this.#job = null;
    }
  }
}
