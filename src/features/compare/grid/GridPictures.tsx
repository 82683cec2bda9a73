/** The grid's pictures: a table with its headers where there are two axes, else a page of captioned pictures. */
import { type CSSProperties, useMemo } from 'react';
import { t } from '../../../kit/language/t.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import styles from '../Compare.module.css';
import type { Grid } from '../compareState.ts';
import { cellNotes } from './cellNotes.ts';
import { axisLabels, axisNotes } from './compareCells.ts';
import { pageColumns } from './compareSheet.ts';
import { GridPicture } from './GridPicture.tsx';

interface GridPicturesProps {
  grid: Grid;
  /** What the grid shows, for those who hear of it. */
  title: string;
  onOpen: (index: number) => void;
}

/** Rows that a page shows at once with large pictures. */
const FEW_ROWS = 3;

const counted = (columns: number) => ({ '--columns': columns }) as CSSProperties;

export function GridPictures(props: GridPicturesProps) {
  return props.grid.drawn.rows ? <GridTable {...props} /> : <GridPage {...props} />;
}

/** The notes of a sweep’s grid, which follow the library. */
function useCellNotes({ drawn, cells }: Grid): string[] {
  const adapters = useLibrary((state) => state.adapters);
  const embeddings = useLibrary((state) => state.embeddings);
  return useMemo(() => cellNotes(drawn, cells, { adapters, embeddings }), [drawn, cells, adapters, embeddings]);
}

function GridPage({ grid, title, onOpen }: GridPicturesProps) {
  const notes = axisNotes(grid.drawn.columns);
  const results = useCellNotes(grid);
  return (
    <ol
      className={styles.page}
      aria-label={t('Grid: {title}', { title })}
      style={counted(pageColumns(grid.cells.length))}
    >
      {grid.cells.map((cell, index) => (
        <li key={cell.label}>
          <GridPicture cell={cell} index={index} onOpen={onOpen} captioned />
          <AxisNote note={notes[index]} />
          <AxisNote note={results[index]} />
        </li>
      ))}
    </ol>
  );
}

function GridTable({ grid, title, onOpen }: GridPicturesProps) {
  const { columns, rows } = grid.drawn;
  const columnLabels = axisLabels(columns);
  const rowLabels = rows ? axisLabels(rows) : [];
  const columnNotes = axisNotes(columns);
  const rowNotes = rows ? axisNotes(rows) : [];
  const results = useCellNotes(grid);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard before it holds buttons
    <section className={styles.scroller} aria-label={t('Grid, scrolls sideways')} tabIndex={0}>
      <table
        className={styles.table}
        style={counted(columnLabels.length)}
        data-tall={rowLabels.length > FEW_ROWS || undefined}
      >
        <caption className="visuallyHidden">{t('Grid: {title}', { title })}</caption>
        <thead>
          <tr>
            <td />
            {columnLabels.map((label, column) => (
              <th key={label} scope="col">
                {label}
                <AxisNote note={columnNotes[column]} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowLabels.map((label, row) => (
            <tr key={label}>
              <th scope="row">
                {label}
                <AxisNote note={rowNotes[row]} />
              </th>
              {columnLabels.map((columnLabel, column) => {
                const index = row * columnLabels.length + column;
                const cell = grid.cells[index];
                return (
                  <td key={columnLabel}>
                    {cell && <GridPicture cell={cell} index={index} onOpen={onOpen} captioned={false} />}
                    <AxisNote note={results[index]} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What belongs to a value beside its label. */
function AxisNote({ note }: { note: string | undefined }) {
  return note ? <small className={styles.note}>{note}</small> : null;
}
