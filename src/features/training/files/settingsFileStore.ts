/** Files of a run's settings on the page: one that was opened, with what it changed, and the form's own as a file. */
import { create } from 'zustand';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { settingsFileText } from '../../../contract/files/settingsFile.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { offerDownload } from '../../../kit/components/offerDownload.ts';
import type { OpenedSettings } from '../../../kit/settingsFiles/SettingsFiles.tsx';
import { settingsFileName } from '../../../kit/settingsFiles/settingsText.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { removePreset, savePreset } from '../../../session/presets/ownPresets.ts';
import { chooseMethod, editTraining, type TrainForm, useTrainForm } from '../form/trainForm.ts';
import { readSettingsFile } from './readSettingsFile.ts';

interface SettingsFileState {
  /** The last file that the form was filled from, the form before it, and the id of the preset that it was kept as. */
  opened: (OpenedSettings & { before: TrainForm; preset: string | null }) | null;
  /** Why the last one could not be. */
  error: ErrorInfo | null;
}

export const useSettingsFile = create<SettingsFileState>(() => ({ opened: null, error: null }));

/** Fills the form with what a file says; what it doesn't say stays. */
export async function openSettingsFile(file: File): Promise<void> {
  try {
    const { program, method, fields, notTaken, preset: shared } = await readSettingsFile(file);
    const before = useTrainForm.getState();
    chooseMethod(method);
    editTraining(fields);
    const taken = Object.keys(fields).length;
    const preset = shared === undefined ? null : await savePreset(method, shared, fields);
    useSettingsFile.setState({ opened: { name: file.name, program, taken, notTaken, before, preset }, error: null });
  } catch (error) {
    useSettingsFile.setState({ opened: null, error: errorInfoOf(error) });
  }
}

/** The form as it was before the file was opened, and without the preset that came with it. */
export function undoOpened(): void {
  const { opened } = useSettingsFile.getState();
  if (opened) useTrainForm.setState(opened.before);
  if (opened?.preset) void removePreset(opened.preset);
  dismissOpened();
}

export function dismissOpened(): void {
  useSettingsFile.setState({ opened: null, error: null });
}

export function saveSettingsFile(settings: TrainSettings): void {
  offerDownload(
    settingsFileText('training settings', { settings }),
    settingsFileName(settings.adapterName),
    'application/json',
  );
}
