/** What stands where the grid will be: the ready-made ones, each a press away. */
import { Grid3x3 } from 'lucide-react';
import { Button } from '../../kit/buttons/Button.tsx';
import { Rich } from '../../kit/language/Rich.tsx';
import { t } from '../../kit/language/t.ts';
import { useStudio } from '../../session/studioStore.ts';
import styles from './Compare.module.css';
import { readCompare } from './compareForm.ts';
import { COMPARE_PRESETS, type ComparePreset, lackingText, presetForm } from './comparePresets.ts';
import { drawGrid, editCompare, useCompare } from './compareStore.ts';
import { cellsOf } from './grid/compareCells.ts';
import { gridEstimateText } from './grid/compareEstimate.ts';
import { useGridItems } from './grid/compareLibrary.ts';

export function PresetCards() {
  return (
    <div className={styles.empty}>
      <h2>{t('Draw a grid, and see what each setting does')}</h2>
      <p className={styles.facts}>
        {t('Set up your own beside this, or begin with one of these. Each picture appears as it is drawn.')}
      </p>
      <ul className={styles.cards}>
        {COMPARE_PRESETS.map((preset) => (
          <PresetCard key={preset.id} preset={preset} />
        ))}
      </ul>
    </div>
  );
}

function PresetCard({ preset }: { preset: ComparePreset }) {
  const form = useCompare((state) => state.form);
  const library = useGridItems();
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const filled = presetForm(preset, form, library);
  const { settings } = readCompare(filled, model?.nativeSize ?? null, library);
  const lacking = lackingText(preset, library);
  const begin = () => {
    editCompare(filled);
    if (settings) void drawGrid(settings);
  };
  return (
    <li className={styles.card}>
      <h3>{t(preset.name)}</h3>
      <p>{t(preset.about)}</p>
      <p className={styles.facts}>
        {lacking === '' ? (
          settings && gridEstimateText(cellsOf(settings), model)
        ) : (
          <Rich
            text={t('<a>Teach the model your fabric</a> first: this needs {lacking}.', { lacking })}
            parts={{ a: (text) => <a href="#/train">{text}</a> }}
          />
        )}
      </p>
      <Button onClick={begin} disabled={lacking !== ''} aria-label={t('Draw: {name}', { name: t(preset.name) })}>
        <Grid3x3 aria-hidden size={16} />
        {t('Draw')}
      </Button>
    </li>
  );
}
