/** A sweep’s runs side by side: their values, losses and scores, and what can be done with all or one of them. */
import { Gauge, Grid3x3 } from 'lucide-react';
import { Button, buttonClass } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { measuredTimeText } from '../../../kit/text/durationText.ts';
import { removeAllWithUndo } from '../cards/removeItem.ts';
import { drawingAddress, type LibraryItem } from '../libraryState.ts';
import { measureScores, useScoring } from '../scores/scoring.ts';
import styles from './Sweeps.module.css';
import { type Sweep, sweptLabel, sweptText, valueOn } from './sweepMarks.ts';
import { figureText, lossOf } from './sweepResults.ts';

export function SweepTable({ sweep }: { sweep: Sweep<LibraryItem> }) {
  const { id, name, axes, runs } = sweep;
  const items = runs.map(({ of }) => of);
  const heldOut = items.some(({ origin }) => lossOf(origin)?.heldOut != null);
  const measuring = useScoring((state) => items.some((item) => isMeasured(state.items[item.id])));
  const keepOne = (kept: LibraryItem) => {
    const others = items.filter((item) => item.id !== kept.id);
    const count = others.length === 1 ? t('1 run was') : t('{others} runs were', { others: others.length });
    void removeAllWithUndo(others, t('{count} deleted; “{name}” is kept.', { count, name: kept.name }));
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroller} aria-label={t('Runs of “{name}”, scrolls sideways', { name })} tabIndex={0}>
        <table className={styles.table}>
          <caption className="visuallyHidden">{t('Runs of the sweep “{name}”', { name })}</caption>
          <thead>
            <tr>
              {axes.map(({ setting }) => (
                <th key={setting} scope="col">
                  {sweptLabel(setting)}
                </th>
              ))}
              <th scope="col">{t('Loss')}</th>
              {heldOut && <th scope="col">{t('Held out')}</th>}
              <th scope="col">{t('DINO')}</th>
              <th scope="col">{t('CLIP-I')}</th>
              <th scope="col">{t('CLIP-T')}</th>
              <th scope="col">{t('Time')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {runs.map(({ mark, of: item }) => (
              <tr key={item.id}>
                {axes.map(({ setting }) => {
                  const value = valueOn(mark, setting);
                  return <td key={setting}>{value === null ? '–' : sweptText(setting, value)}</td>;
                })}
                <Results item={item} heldOut={heldOut} />
                <td className={styles.acts}>
                  <a href={drawingAddress(item)} aria-label={t('Draw with “{name}”', { name: item.name })}>
                    {t('Draw with it')}
                  </a>
                  {items.length > 1 && (
                    <Button
                      kind="quiet"
                      aria-label={t('Keep “{name}” alone', { name: item.name })}
                      onClick={() => keepOne(item)}
                    >
                      {t('Keep it alone')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles.tools}>
        <a className={buttonClass('plain')} href={`#/compare?sweep=${encodeURIComponent(id)}`}>
          <Grid3x3 aria-hidden size={16} />
          {t('Compare in a grid')}
        </a>
        <Button disabled={measuring} onClick={() => items.forEach((item) => void measureScores(item, '1'))}>
          <Gauge aria-hidden size={16} />
          {t('Measure scores of all')}
        </Button>
        <Button
          kind="quiet"
          onClick={() =>
            void removeAllWithUndo(items, t('{items} runs of “{name}” were deleted.', { items: items.length, name }))
          }
        >
          {t('Delete all of them')}
        </Button>
      </div>
    </>
  );
}

const isMeasured = (scoring: { state: string } | undefined): boolean =>
  scoring !== undefined && scoring.state !== 'failed';

/** @param heldOut whether any run of the sweep was measured on images held out */
function Results({ item, heldOut }: { item: LibraryItem; heldOut: boolean }) {
  const loss = lossOf(item.origin);
  const measured = item.scores?.scores;
  const seconds = item.origin.kind === 'trained' ? item.origin.seconds : undefined;
  return (
    <>
      <td>{figureText(loss?.value)}</td>
      {heldOut && <td>{figureText(loss?.heldOut)}</td>}
      <td>{figureText(measured?.dino)}</td>
      <td>{figureText(measured?.clipI)}</td>
      <td>{figureText(measured?.clipT)}</td>
      <td>{seconds === undefined ? '–' : measuredTimeText(seconds)}</td>
    </>
  );
}
