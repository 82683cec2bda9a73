/** Compare: many pictures side by side, with one or two settings that vary from each to the next. */
import { Grid3x3 } from 'lucide-react';
import { Button } from '../../kit/buttons/Button.tsx';
import { DropArea, useFileDrop } from '../../kit/components/DropArea.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { t } from '../../kit/language/t.ts';
import { useStudio } from '../../session/studioStore.ts';
import { DrawingFields } from '../drawing/fields/DrawingFields.tsx';
import { AxisFields } from './AxisFields.tsx';
import styles from './Compare.module.css';
import { CompareStage } from './CompareStage.tsx';
import { readCompare, variedSettings, variedTexts } from './compareForm.ts';
import { COMPARE_HELP } from './compareHelp.ts';
import { isDrawing } from './compareState.ts';
import { cancelGrid, drawGrid, editCompare, tellFileError, useCompare } from './compareStore.ts';
import { cellsOf } from './grid/compareCells.ts';
import { gridEstimateText, picturesText } from './grid/compareEstimate.ts';
import { openGridFile } from './grid/compareFile.ts';
import { useGridItems } from './grid/compareLibrary.ts';
import type { ReusablePicture } from './grid/PictureDialog.tsx';
import { PresetFold } from './PresetFold.tsx';

interface ComparePanelProps {
  /** Takes a picture's settings to Create. */
  onReuse: (picture: ReusablePicture) => void;
}

export function ComparePanel({ onReuse }: ComparePanelProps) {
  const form = useCompare((state) => state.form);
  const drawing = useCompare((state) => isDrawing(state.run));
  const error = useCompare(({ run }) => (run.state === 'failed' ? run.error : null));
  const fileError = useCompare((state) => state.fileError);
  const library = useGridItems();
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const { settings, errors } = readCompare(form, model?.nativeSize ?? null, library);
  const cells = settings && cellsOf(settings);
  const { area } = useFileDrop(([file]) => file && void openGridFile(file), { multiple: false });
  const submit = () => {
    if (settings && !drawing) void drawGrid(settings);
    return settings !== null;
  };
  const axes = (
    <>
      <PresetFold onOpenFile={(file) => void openGridFile(file)} />
      <AxisFields
        label={t('Columns')}
        about={COMPARE_HELP.columns}
        valuesLabel={t('Column values')}
        axis={form.columns}
        adapters={form.drawing.adapters}
        onEdit={(columns) => editCompare({ columns })}
        valuesError={errors.columns}
      />
      <AxisFields
        label={t('Rows')}
        about={COMPARE_HELP.rows}
        valuesLabel={t('Row values')}
        none={t('None')}
        axis={form.rows}
        adapters={form.drawing.adapters}
        onEdit={(rows) => editCompare({ rows })}
        settingError={errors.rowsSetting}
        valuesError={errors.rows}
      />
    </>
  );
  return (
    <PanelLayout
      title={t('Compare')}
      intro={t('Many pictures side by side, so that you see what each setting does.')}
      onSubmit={submit}
      controls={
        <>
          {axes}
          <DrawingFields
            draft={form.drawing}
            errors={errors.drawing}
            onEdit={(change) => editCompare({ drawing: { ...form.drawing, ...change } })}
            stepsHint={t('For each picture. 10 are enough for a first look.')}
            error={error}
            without={variedSettings(form)}
            texts={variedTexts(form)}
          />
        </>
      }
      actions={
        <>
          {error && <ErrorNote error={error} />}
          {fileError && <ErrorNote error={fileError} onDismiss={() => tellFileError(null)} />}
          {drawing ? (
            <Button onClick={cancelGrid}>{t('Cancel, and keep what is drawn')}</Button>
          ) : (
            <>
              <p>{cells && gridEstimateText(cells, model)}</p>
              <Button kind="main" type="submit">
                <Grid3x3 aria-hidden size={18} />
                {cells ? t('Draw {pictures}', { pictures: picturesText(cells.length) }) : t('Draw grid')}
              </Button>
            </>
          )}
        </>
      }
    >
      <DropArea {...area} className={styles.stage}>
        <CompareStage onReuse={onReuse} />
      </DropArea>
    </PanelLayout>
  );
}
