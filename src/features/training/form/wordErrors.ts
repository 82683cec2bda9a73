/** Whether the two words of textual inversion will do: one that means nothing yet, and one that the model knows. */
import type { InversionSettings } from '../../../contract/training.ts';
import type { Draft, DraftErrors } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { countTokens } from '../../../session/studioClient.ts';
import { useTypedCheck } from '../../../session/typedCheck.ts';
import { useLibrary } from '../../library/libraryStore.ts';

/** What is known of the words; null where it isn't yet. */
export interface WordsKnown {
  /** Tokens of the vocabulary that each is. */
  placeholderTokens: number | null;
  initializerTokens: number | null;
  /** The tokens that words of the library have. */
  learnt: readonly string[];
}

export type WordErrors = Pick<DraftErrors<InversionSettings>, 'placeholder' | 'initializer'>;

/** What is wrong with the words as they are typed, to be put behind their labels. */
export function useWordErrors({ placeholder, initializer }: Draft<InversionSettings>): WordErrors {
  const learnt = useLibrary((state) => state.embeddings);
  return wordErrors(placeholder.trim(), {
    placeholderTokens: useTypedCheck(placeholder.trim(), countTokens),
    initializerTokens: useTypedCheck(initializer.trim(), countTokens),
    learnt: learnt.map(({ embedding }) => embedding.token),
  });
}

export function wordErrors(
  placeholder: string,
  { placeholderTokens, initializerTokens, learnt }: WordsKnown,
): WordErrors {
  const errors: WordErrors = {};
  const advice = t('choose one that no prompt has by chance, such as <my-fabric>');
  if (placeholderTokens === 1)
    errors.placeholder = t('must be a new word: the model knows this one; {advice}', { advice });
  // As prompts are read: without regard to capitals.
  if (learnt.some((token) => token.toLowerCase() === placeholder.toLowerCase())) {
    errors.placeholder = t('must be a new word: one in your library has this token; rename it here or delete that one');
  }
  if (initializerTokens !== null && initializerTokens !== 1) {
    errors.initializer = t(
      'must be one word that the model knows, such as pattern: this is {initializerTokens} tokens for it',
      { initializerTokens },
    );
  }
  return errors;
}
