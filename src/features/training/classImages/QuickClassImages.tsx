/** Class images drawn in a few steps: offered where the library has an adapter that makes them enough. */
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { t } from '../../../kit/language/t.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { useFewStepAdapter } from '../../drawing/fields/fewSteps.ts';
import type { LoraField } from '../form/trainSettings.ts';

export function QuickClassImages({ field }: { field: LoraField }) {
  const adapter = useFewStepAdapter();
  const fewSteps = useStudio(({ opening }) => opening.state === 'ready' && opening.model.fewSteps !== null);
  // A few-step model draws them so by itself.
  if (!adapter || fewSteps) return null;
  return (
    <SettingField
      {...field('quickClassImages')}
      hint={t('In 4 steps with “{name}”, several times as fast. What is being taught is not mixed in.', {
        name: adapter.name,
      })}
    />
  );
}
