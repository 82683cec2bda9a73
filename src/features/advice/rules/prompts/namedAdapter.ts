/**
 * `<lora:name:0.8>` chooses an adapter of the library. What stays in the prompt names none, or a weight that no adapter may
 * have; it is taken out before the model reads the prompt.
 */
import { ADAPTER_WEIGHT } from '../../../../contract/settings/pictureSettings.ts';
import { t } from '../../../../kit/language/t.ts';
import { takeLoraCommands } from '../../../drawing/settings/loraCommands.ts';
import type { Remark } from '../../remark.ts';

/** @param known the names of the library's adapters */
export function namedAdapter(prompts: readonly string[], known: readonly string[]): Remark | null {
  const { min, max } = ADAPTER_WEIGHT.limits;
  for (const { name, weight } of prompts.flatMap((prompt) => takeLoraCommands(prompt).adapters)) {
    if (!known.includes(name)) {
      return {
        id: `named-adapter:${name}`,
        tone: 'warning',
        sentence: t('The prompt names the adapter “{name}”, and the library has none of that name.', { name }),
        todo: t('The picture is drawn without it. Look up how it is called, or import its file.'),
        lead: { kind: 'link', text: t('Show adapters'), href: '#/library' },
      };
    }
    if (weight < min || weight > max) {
      return {
        id: `named-adapter-weight:${name}`,
        tone: 'warning',
        sentence: t('The prompt asks for “{name}” at {weight}.', { name, weight }),
        todo: t('The picture is drawn without it. An adapter’s weight is from {min} to {max}.', { min, max }).replace(
          '-',
          '−',
        ),
        lead: null,
      };
    }
  }
  return null;
}
