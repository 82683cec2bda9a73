/** Compare: many pictures side by side, with one or two settings that vary from each to the next. */
import { Grid3x3 } from 'lucide-react';
import { useDropzone } from 'react-dropzone';
import { Button } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { PanelLayout } from '../../components/PanelLayout.tsx';
import { cellsOf } from '../../stores/compareCells.ts';
import { gridEstimateText, picturesText } from '../../stores/compareEstimate.ts';
import { openGridFile } from '../../stores/compareFile.ts';
import { readCompare, variedSettings, variedTexts } from '../../stores/compareForm.ts';
import { useGridItems } from '../../stores/compareLibrary.ts';
import { cancelGrid, drawGrid, editCompare, isDrawing, useCompare } from '../../stores/compareStore.ts';
import { useStudio } from '../../stores/studioStore.ts';
import { COMPARE_WORDS } from '../../words/compareWords.ts';
import { DrawingFields } from '../drawing/DrawingFields.tsx';
import { AxisFields } from './AxisFields.tsx';
import styles from './Compare.module.css';
import { CompareStage } from './CompareStage.tsx';
import { PresetFold } from './PresetFold.tsx';

export function ComparePanel() {
  const form = useCompare((state) => state.form);
  const drawing = useCompare((state) => isDrawing(state.run));
  const fault = useCompare(({ run }) => (run.state === 'failed' ? run.fault : null));
  const fileFault = useCompare((state) => state.fileFault);
  const library = useGridItems();
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const { settings, errors } = readCompare(form, model?.nativeSize ?? null, library);
  const cells = settings && cellsOf(settings);
  const { getRootProps, isDragActive } = useDropzone({
    onDrop: ([file]) => file && void openGridFile(file),
    noClick: true,
    noKeyboard: true,
    multiple: false,
  });
  const submit = () => {
    if (settings && !drawing) void drawGrid(settings);
    return settings !== null;
  };
  const axes = (
    <>
      <PresetFold onOpenFile={(file) => void openGridFile(file)} />
      <AxisFields
        label="Columns"
        about={COMPARE_WORDS.columns}
        valuesLabel="Column values"
        axis={form.columns}
        adapters={form.drawing.adapters}
        onEdit={(columns) => editCompare({ columns })}
        valuesError={errors.columns}
      />
      <AxisFields
        label="Rows"
        about={COMPARE_WORDS.rows}
        valuesLabel="Row values"
        none="None"
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
      title="Compare"
      intro="Many pictures side by side, so that you see what each setting does."
      onSubmit={submit}
      controls={
        <>
          {axes}
          <DrawingFields
            draft={form.drawing}
            errors={errors.drawing}
            onEdit={(change) => editCompare({ drawing: { ...form.drawing, ...change } })}
            stepsHint="For each picture. 10 are enough for a first look."
            fault={fault}
            without={variedSettings(form)}
            texts={variedTexts(form)}
          />
        </>
      }
      actions={
        <>
          {fault && <FaultNote fault={fault} />}
          {fileFault && <FaultNote fault={fileFault} onDismiss={() => useCompare.setState({ fileFault: null })} />}
          {drawing ? (
            <Button onClick={cancelGrid}>Cancel, and keep what is drawn</Button>
          ) : (
            <>
              <p>{cells && gridEstimateText(cells, model)}</p>
              <Button kind="main" type="submit">
                <Grid3x3 aria-hidden size={18} />
                {cells ? `Draw ${picturesText(cells.length)}` : 'Draw grid'}
              </Button>
            </>
          )}
        </>
      }
    >
      <div {...getRootProps({ className: styles.drop })} data-over={isDragActive || undefined}>
        <CompareStage />
      </div>
    </PanelLayout>
  );
}
