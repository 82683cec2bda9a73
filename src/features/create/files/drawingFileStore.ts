/** Files of a drawing's settings on the page: one that was opened, with what it changed, and the form's own as a file. */
import { create } from 'zustand';
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { settingsFileText } from '../../../contract/files/settingsFile.ts';
import { offerDownload } from '../../../kit/components/offerDownload.ts';
import { draftOf } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import type { OpenedSettings } from '../../../kit/settingsFiles/SettingsFiles.tsx';
import { settingsFileName } from '../../../kit/settingsFiles/settingsText.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { removePreset, savePreset } from '../../../session/presets/ownPresets.ts';
import { nativeSize } from '../../../session/studioStore.ts';
import { type DrawingDraft, NATIVE_SIZE } from '../../drawing/fields/drawing.ts';
import { chosenAdapters } from '../../library/adapterChoice.ts';
import { candidates, foundAdapters, tellMissing } from '../../library/knownAdapters.ts';
import { libraryRead, useLibrary } from '../../library/libraryStore.ts';
import { editCreate, useGallery } from '../galleryStore.ts';
import { readDrawingFile } from './readDrawingFile.ts';

interface DrawingFileState {
  /** The last file that the form was filled from, the form before it, and the id of the preset that it was kept as. */
  opened: (OpenedSettings & { before: DrawingDraft<CreateSettings>; preset: string | null }) | null;
  error: ErrorInfo | null;
}

export const useDrawingFile = create<DrawingFileState>(() => ({ opened: null, error: null }));

/** Fills the form with what a file says; an adapter that the library doesn't have is named and left out. */
export async function openDrawingFile(file: File): Promise<void> {
  try {
    const { program, settings, adapters, notTaken, preset: shared } = await readDrawingFile(file);
    await libraryRead();
    const before = useGallery.getState().draft;
    const { choices, missing } = foundAdapters(adapters ?? [], candidates(useLibrary.getState().adapters));
    editCreate({
      ...draftOf(settings),
      ...(settings.size === nativeSize() && { size: NATIVE_SIZE }),
      ...(adapters && { adapters: choices, adaptersBy: 'person' as const }),
    });
    tellMissing('adapter', missing, t('The file’s other settings'));
    const taken = Object.keys(settings).length;
    const preset = shared === undefined ? null : await savePreset('drawing', shared, draftOf(settings));
    useDrawingFile.setState({ opened: { name: file.name, program, taken, notTaken, before, preset }, error: null });
  } catch (error) {
    useDrawingFile.setState({ opened: null, error: errorInfoOf(error) });
  }
}

/** The form as it was before the file was opened, and without the preset that came with it. */
export function undoOpenedDrawing(): void {
  const { opened } = useDrawingFile.getState();
  if (opened) editCreate(opened.before);
  if (opened?.preset) void removePreset(opened.preset);
  dismissOpenedDrawing();
}

export function dismissOpenedDrawing(): void {
  useDrawingFile.setState({ opened: null, error: null });
}

/** Saves the form's settings, with the adapters chosen as a picture names them. */
export async function saveDrawingFile(settings: CreateSettings): Promise<void> {
  try {
    const { named } = await chosenAdapters(useGallery.getState().draft.adapters);
    offerDownload(
      settingsFileText('drawing settings', { settings, adapters: named }),
      settingsFileName(settings.prompt),
      'application/json',
    );
  } catch (error) {
    useDrawingFile.setState({ error: errorInfoOf(error) });
  }
}
