/** Grids that are ready to be drawn, and the way back from a grid that was saved. */
import { FolderOpen } from 'lucide-react';
import { FileButton } from '../../kit/buttons/FileButton.tsx';
import { Fold } from '../../kit/components/Fold.tsx';
import { t } from '../../kit/language/t.ts';
import styles from './Compare.module.css';
import { COMPARE_PRESETS, type ComparePreset, lackingText, presetForm } from './comparePresets.ts';
import { editCompare, useCompare } from './compareStore.ts';
import { useGridItems } from './grid/compareLibrary.ts';

export function usePreset(preset: ComparePreset): () => void {
  const library = useGridItems();
  return () => editCompare(presetForm(preset, useCompare.getState().form, library));
}

export function PresetFold({ onOpenFile }: { onOpenFile: (file: File) => void }) {
  return (
    <Fold title={t('Presets')}>
      <ul className={styles.presets}>
        {COMPARE_PRESETS.map((preset) => (
          <li key={preset.id}>
            <PresetButton preset={preset} />
          </li>
        ))}
      </ul>
      <FileButton
        label={t('Open settings from a PNG')}
        icon={FolderOpen}
        accept="image/png"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onOpenFile(file);
          // The same file may be chosen once more.
          currentTarget.value = '';
        }}
      />
    </Fold>
  );
}

function PresetButton({ preset }: { preset: ComparePreset }) {
  const fill = usePreset(preset);
  const lacking = lackingText(preset, useGridItems());
  return (
    <button type="button" className={styles.preset} onClick={fill} disabled={lacking !== ''}>
      <span className={styles.presetName}>{t(preset.name)}</span>
      <span>{lacking === '' ? t(preset.about) : t('Needs {lacking} in the library.', { lacking })}</span>
    </button>
  );
}
