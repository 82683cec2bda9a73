/** The grid as it fills, what all of it shares, and what can be done with it. */
import { Download, Grid3x3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../kit/buttons/Button.tsx';
import { offerDownload } from '../../kit/components/offerDownload.ts';
import { ProgressBar } from '../../kit/components/ProgressBar.tsx';
import { t } from '../../kit/language/t.ts';
import { Adviser } from '../advice/Adviser.tsx';
import { type DrawnPicture, useAdviceOnPictures } from '../advice/adviceOnPictures.ts';
import styles from './Compare.module.css';
import { type CellPicture, drawnCount, type Grid, type GridCell, isDrawing, wholeCount } from './compareState.ts';
import { drawMissing, editCompare, useCompare } from './compareStore.ts';
import { gridFileName } from './compareText.ts';
import { exportGrid } from './grid/compareFile.ts';
import { gridTitle, sharedLine } from './grid/compareSheet.ts';
import { GridPictures } from './grid/GridPictures.tsx';
import { gridFraction, gridText } from './grid/gridText.ts';
import { PictureDialog, type ReusablePicture } from './grid/PictureDialog.tsx';
import { PresetCards } from './PresetCards.tsx';

export function CompareStage({ onReuse }: { onReuse: (picture: ReusablePicture) => void }) {
  const grid = useCompare((state) => state.grid);
  const drawing = useCompare((state) => isDrawing(state.run));
  if (grid) return <GridStage grid={grid} onReuse={onReuse} />;
  if (!drawing) return <PresetCards />;
  return (
    <div className={styles.progress}>
      <ProgressBar label={t('Grid progress')} fraction={null} />
      <p className={styles.facts}>{t('Waiting to start…')}</p>
    </div>
  );
}

async function saveGrid(grid: Grid): Promise<void> {
  const sheet = await exportGrid(grid);
  if (!sheet) return;
  offerDownload(sheet.png, gridFileName(grid.drawn), 'image/png');
  toast(t('Saved as one PNG of {width} × {height} pixels.', { width: sheet.width, height: sheet.height }));
}

const isDrawn = (cell: GridCell | undefined): cell is GridCell & { picture: CellPicture } => Boolean(cell?.picture);

function useDrawn({ id, cells, drawn: { model } }: Grid): DrawnPicture[] {
  return useMemo(
    () =>
      cells.flatMap(({ picture, label, settings, adapters }, index) =>
        picture
          ? {
              id: `${id}:${index}`,
              bytes: picture.png,
              called: t('The picture “{label}”', { label }),
              guidanceScale: settings.guidanceScale,
              model,
              withAdapter: adapters.length > 0,
            }
          : [],
      ),
    [id, cells, model],
  );
}

/** How far the grid is: a part of its own, since it is told anew several times a second. */
function GridProgress({ grid }: { grid: Grid }) {
  const run = useCompare((state) => state.run);
  const drawing = isDrawing(run);
  const missing = wholeCount(grid) - drawnCount(grid);
  return (
    <div className={styles.progress}>
      {drawing && <ProgressBar label={t('Grid progress')} fraction={gridFraction(grid, run)} />}
      <p className={styles.facts} role={drawing ? undefined : 'status'}>
        {gridText(grid, run)}
      </p>
      {!drawing && missing > 0 && (
        <Button onClick={() => void drawMissing()}>
          <Grid3x3 aria-hidden size={16} />
          {missing === 1 ? t('Draw the missing picture') : t('Draw the {missing} missing pictures', { missing })}
        </Button>
      )}
    </div>
  );
}

function GridStage({ grid, onReuse }: { grid: Grid; onReuse: (picture: ReusablePicture) => void }) {
  const [opened, setOpened] = useState<number | null>(null);
  const advice = useAdviceOnPictures(useDrawn(grid));
  const title = gridTitle(grid.drawn, grid.cells);
  const cell = opened === null ? undefined : grid.cells[opened];
  const step = (by: -1 | 1) => {
    const drawn = grid.cells.flatMap((other, index) => (isDrawn(other) ? [index] : []));
    const place = drawn.indexOf(opened ?? 0);
    setOpened(drawn[(place + by + drawn.length) % drawn.length] ?? null);
  };
  return (
    <>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2>{title}</h2>
          <p className={styles.facts}>{sharedLine(grid.drawn, grid.cells)}</p>
        </div>
        {drawnCount(grid) > 0 && (
          <Button onClick={() => void saveGrid(grid)}>
            <Download aria-hidden size={16} />
            {t('Save grid as PNG')}
          </Button>
        )}
      </header>
      <GridProgress grid={grid} />
      <Adviser
        label={t('Adviser on these pictures')}
        remarks={advice}
        onChange={(change) => {
          const { drawing: draft } = useCompare.getState().form;
          editCompare({ drawing: { ...draft, ...change } });
        }}
      />
      <GridPictures grid={grid} title={title} onOpen={setOpened} />
      {isDrawn(cell) && <PictureDialog cell={cell} onReuse={onReuse} onClose={() => setOpened(null)} onStep={step} />}
    </>
  );
}
