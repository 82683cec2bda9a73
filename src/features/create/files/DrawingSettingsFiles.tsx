/** Create's settings out as a file, and in from one. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { SettingsFiles } from '../../../kit/settingsFiles/SettingsFiles.tsx';
import {
  dismissOpenedDrawing,
  openDrawingFile,
  saveDrawingFile,
  undoOpenedDrawing,
  useDrawingFile,
} from './drawingFileStore.ts';

/** @param settings those of the form; null while a field has an error */
export function DrawingSettingsFiles({ settings }: { settings: CreateSettings | null }) {
  const { opened, error } = useDrawingFile();
  return (
    <SettingsFiles
      accept=".json,.png"
      opened={opened}
      error={error}
      onOpen={(file) => void openDrawingFile(file)}
      onUndo={undoOpenedDrawing}
      onDismiss={dismissOpenedDrawing}
      onSave={settings && (() => void saveDrawingFile(settings))}
    />
  );
}
