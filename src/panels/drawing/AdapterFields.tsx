/** Which adapter to draw with, and how strongly. */
import { type CreateSettings, LIMITS } from '../../../workers/protocol.ts';
import { SelectField } from '../../components/SelectField.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { type DrawingDraft, NO_ADAPTER } from '../../stores/drawing.ts';
import { useLibrary } from '../../stores/libraryStore.ts';

interface AdapterFieldsProps {
  draft: DrawingDraft<CreateSettings>;
  onEdit: (change: Partial<DrawingDraft<CreateSettings>>) => void;
}

export function AdapterFields({ draft, onEdit }: AdapterFieldsProps) {
  const adapters = useLibrary((state) => state.adapters);
  const options = [{ value: NO_ADAPTER, name: 'None' }, ...adapters.map(({ id, name }) => ({ value: id, name }))];
  // An adapter that was deleted meanwhile is none.
  const chosen = adapters.some(({ id }) => id === draft.adapter) ? draft.adapter : NO_ADAPTER;
  return (
    <>
      <SelectField
        label="Adapter"
        value={chosen}
        onChange={(adapter) => onEdit({ adapter })}
        options={options}
        hint={
          adapters.length === 0 && (
            <>
              There is none yet: <a href="#/train">teach the model your fabric</a> first.
            </>
          )
        }
      />
      {chosen !== NO_ADAPTER && (
        <SliderField
          label="Adapter weight"
          value={Number(draft.adapterWeight)}
          onChange={(value) => onEdit({ adapterWeight: String(value) })}
          {...LIMITS.adapterWeight}
          step={0.05}
          hint="1 is as trained; less lets the base model through, more exaggerates."
        />
      )}
    </>
  );
}
