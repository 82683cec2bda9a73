/** How pictures are drawn, as one choice: what is usual for the open model, or a preset of one's own. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import { t } from '../../../kit/language/t.ts';
import { savePreset, useOwnPresets } from '../../../session/presets/ownPresets.ts';
import { PresetActions } from '../../../session/presets/PresetActions.tsx';
import { sharePreset } from '../../../session/presets/presetFile.ts';
import type { SamplingPresets } from '../settings/samplingPresets.ts';
import type { DrawingDraft } from './drawing.ts';
import { DRAWING_HELP } from './drawingHelp.ts';
import { isAtFields, presetFieldsOf, toSaveOf, usualFields } from './drawingPresets.ts';

/** The option of what is usual for the model. */
const USUAL = 'usual';
/** Stands for what is no preset. */
const NONE = 'none';

interface DrawingPresetProps {
  draft: DrawingDraft<CreateSettings>;
  onEdit: (change: Partial<DrawingDraft<CreateSettings>>) => void;
  presets: SamplingPresets;
  /** Whether no field that a preset fills has an error. */
  whole: boolean;
}

export function DrawingPreset({ draft, onEdit, presets: { usual }, whole }: DrawingPresetProps) {
  const all = useOwnPresets((state) => state.presets);
  const own = all.filter(({ method }) => method === 'drawing');
  const atUsual = isAtFields(draft, usualFields(usual));
  const at = atUsual ? null : (own.find((preset) => isAtFields(draft, presetFieldsOf(preset, draft))) ?? null);
  const choose = (id: string) => {
    if (id === USUAL) onEdit(usualFields(usual));
    const mine = own.find((preset) => preset.id === id);
    if (mine) onEdit(presetFieldsOf(mine, draft));
  };
  return (
    <>
      <SelectField
        label={t('Drawing preset')}
        about={DRAWING_HELP.preset}
        value={atUsual ? USUAL : (at?.id ?? NONE)}
        onChange={choose}
        options={[
          { value: USUAL, name: t('Usual for the open model') },
          ...own.map(({ id, name }) => ({ value: id, name })),
          ...(atUsual || at ? [] : [{ value: NONE, name: t('Your own') }]),
        ]}
      />
      <PresetActions
        preset={at}
        holds={t(
          'It holds how pictures are drawn, the negative prompt among it, and leaves prompt, seed and adapters as they are.',
        )}
        onSave={atUsual || at || !whole ? null : (name) => void savePreset('drawing', name, toSaveOf(draft))}
        onShare={(mine) => sharePreset(mine, PICTURE_SETTINGS)}
      />
    </>
  );
}
