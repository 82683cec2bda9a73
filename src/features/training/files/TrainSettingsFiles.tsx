/** The training form's settings out as a file, and in from Weft's or another trainer's. */
import type { TrainSettings } from '../../../contract/training.ts';
import { SettingsFiles } from '../../../kit/settingsFiles/SettingsFiles.tsx';
import { dismissOpened, openSettingsFile, saveSettingsFile, undoOpened, useSettingsFile } from './settingsFileStore.ts';

/** @param settings those of the form; null while a field has an error */
export function TrainSettingsFiles({ settings }: { settings: TrainSettings | null }) {
  const { opened, error } = useSettingsFile();
  return (
    <SettingsFiles
      opened={opened}
      error={error}
      onOpen={(file) => void openSettingsFile(file)}
      onUndo={undoOpened}
      onDismiss={dismissOpened}
      onSave={settings && (() => saveSettingsFile(settings))}
    />
  );
}
