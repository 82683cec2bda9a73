/**
 * Prompts into the token ids that a CLIP text encoder takes: always the same number, the rest padded.
 *
 * The library's tokenizer is built from the files' contents, so that it fetches nothing. Its own
 * truncation drops the end token that CLIP was trained to find, so cutting is done here, as Python's
 * transformers does it.
 */
import { CLIPTokenizer } from '@huggingface/transformers';
import { AddedTokens } from './addedTokens.ts';
import { clipTokenizerJson } from './clipTokenizerJson.ts';
import { cutTextOf } from './cutText.ts';
import { type Placeholder, PlaceholderError, splitAtPlaceholders } from './placeholders.ts';
import type { SpecialTokens } from './specialTokens.ts';
import { inChunks, type WeightedToken } from './syntax/chunks.ts';
import type { WeightedText } from './syntax/emphasis.ts';
import { TokenizerError } from './tokenizerError.ts';
import { newerTokenizerFiles, publishedTokenizerFiles, type TokenizerFiles } from './tokenizerFiles.ts';

/** A row of a placeholder in an encoded prompt. */
export interface PlacedRow {
  /** Position among the ids. */
  position: number;
  /** Row counted over all vectors of all placeholders, in their order. */
  row: number;
}

/** A prompt as the text encoder will see it. */
export interface EncodedPrompt {
  /** Token ids, exactly `maxTokens`: start, prompt, end, padding; the padding's id where a placeholder's row stands. */
  ids: number[];
  /** Where placeholders stand. */
  placed: PlacedRow[];
  /** Tokens used, start and end included. */
  tokens: number;
  /** The end of the prompt that doesn't fit and is ignored, as it was written; '' if all fits. */
  cutText: string;
}

/** A chunk of a prompt that may have several, with what each position counts. */
export interface EncodedChunk extends Pick<EncodedPrompt, 'ids' | 'placed' | 'tokens'> {
  /** For each of the ids; 1 for start, end and padding. */
  weights: number[];
}

/** A CLIP tokenizer with its vocabulary. */
export class PromptTokenizer {
  /** Tokens the text encoder takes, start and end included. */
  readonly maxTokens: number;
  private readonly words: CLIPTokenizer;
  private readonly special: SpecialTokens;
  private readonly added: AddedTokens;

  /** @throws TokenizerError where the library refuses the files */
  constructor({ vocabulary, merges, special, maxTokens }: TokenizerFiles) {
    this.maxTokens = maxTokens;
    this.special = special;
    this.added = new AddedTokens(special.added);
    try {
      // The library is given words alone: a text that is nothing but a special token's name in capitals would be taken
      // for that token.
      this.words = new CLIPTokenizer(clipTokenizerJson(vocabulary, merges), {});
    } catch (error) {
      throw new TokenizerError("The model's tokenizer can't be used.", { cause: error });
    }
  }

  /**
   * A tokenizer from the files that newer checkpoints have.
   * @param tokenizerJson parsed `tokenizer.json`
   * @param tokenizerConfig parsed `tokenizer_config.json`
   * @param specialTokensMap parsed `special_tokens_map.json`, null where there is none
   * @throws TokenizerError when they are no CLIP tokenizer
   */
  static fromFiles(tokenizerJson: unknown, tokenizerConfig: unknown, specialTokensMap: unknown = null) {
    return new PromptTokenizer(newerTokenizerFiles(tokenizerJson, tokenizerConfig, specialTokensMap));
  }

  /**
   * A tokenizer from the files that Stable Diffusion was published with.
   * @param vocabulary parsed `vocab.json`
   * @param merges the text of `merges.txt`
   * @param tokenizerConfig parsed `tokenizer_config.json`
   * @param specialTokensMap parsed `special_tokens_map.json`, null where there is none
   * @throws TokenizerError when they are no CLIP tokenizer
   */
  static fromVocabulary(
    vocabulary: unknown,
    merges: string,
    tokenizerConfig: unknown,
    specialTokensMap: unknown = null,
  ) {
    return new PromptTokenizer(publishedTokenizerFiles(vocabulary, merges, tokenizerConfig, specialTokensMap));
  }

  /**
   * Encodes any text, the empty one included. A prompt that is too long is cut at its end; see `cutText`.
   * @param placeholders words beside the vocabulary; no two alike
   */
  encode(prompt: string, placeholders: readonly Placeholder[] = []): EncodedPrompt {
    const room = this.maxTokens - 2;
    const all = this.tokensOf(prompt, placeholders);
    const fits = all.length <= room;
    return {
      ...this.framed(all.slice(0, room)),
      cutText: fits ? '' : cutTextOf(prompt, (part) => this.tokensOf(part, placeholders).length <= room, placeholders),
    };
  }

  /**
   * Encodes a prompt of any length with weights, chunk by chunk; nothing is cut.
   * @param parts as `readEmphasis` gives them
   * @param placeholders words beside the vocabulary; no two alike
   */
  encodeWeighted(parts: readonly WeightedText[], placeholders: readonly Placeholder[] = []): EncodedChunk[] {
    const sections: WeightedToken[][] = [[]];
    for (const part of parts) {
      if (part === null) sections.push([]);
      else sections[sections.length - 1]?.push(...this.weightedTokens(part, placeholders));
    }
    const [comma = -1] = this.idsOf(',');
    return inChunks(sections, this.maxTokens - 2, comma).map((tokens) => {
      const framed = this.framed(tokens.map((token) => ('id' in token ? token.id : token)));
      const weights = new Array<number>(this.maxTokens).fill(1);
      for (const [i, { weight }] of tokens.entries()) weights[i + 1] = weight;
      return { ...framed, weights };
    });
  }

  /** The ids of a text without start and end; of "pattern" one, of a word that the vocabulary lacks several. */
  idsOf(text: string): number[] {
    return this.added.split(text).flatMap((part) =>
      typeof part === 'number'
        ? [part]
        : this.words
            .encode(part, { add_special_tokens: false })
            // The library's own token for it may be none of the vocabulary's.
            .map((id: number | undefined) => id ?? this.special.unknown),
    );
  }

  /**
   * @throws PlaceholderError when `token` can't be a placeholder here: it is empty, has a gap, or is already a token,
   *   whose meaning it would take away
   */
  requirePlaceholder(token: string): void {
    const advice = 'Choose a word that no prompt has by chance, in angle brackets for instance: <my-fabric>.';
    if (token === '') throw new PlaceholderError('The placeholder token is empty.', advice);
    if (/\s/u.test(token)) throw new PlaceholderError(`The placeholder token “${token}” has a gap.`, advice);
    if (this.idsOf(token).length === 1)
      throw new PlaceholderError(`“${token}” is already a token that the model knows.`, advice);
  }

  /** Tokens with start, end and padding around them, at most two fewer than `maxTokens`. */
  private framed(tokens: readonly (number | { row: number })[]): Pick<EncodedPrompt, 'ids' | 'placed' | 'tokens'> {
    const { start, end, padding } = this.special;
    const ids = [start, ...tokens.map((token) => (typeof token === 'number' ? token : padding)), end];
    return {
      ids: [...ids, ...new Array<number>(this.maxTokens - ids.length).fill(padding)],
      placed: tokens.flatMap((token, i) => (typeof token === 'number' ? [] : [{ position: i + 1, row: token.row }])),
      tokens: ids.length,
    };
  }

  /** Ids and placeholders' rows, without start and end. */
  private tokensOf(prompt: string, placeholders: readonly Placeholder[]): (number | { row: number })[] {
    return this.weightedTokens({ text: prompt, weight: 1 }, placeholders).flatMap<number | { row: number }>((token) =>
      'id' in token ? [token.id] : token.rows.map((row) => ({ row })),
    );
  }

  private weightedTokens(
    { text: prompt, weight }: NonNullable<WeightedText>,
    placeholders: readonly Placeholder[],
  ): WeightedToken[] {
    const firstRows = new Map<Placeholder, number>();
    let rows = 0;
    for (const placeholder of placeholders) {
      firstRows.set(placeholder, rows);
      rows += placeholder.vectors;
    }
    return splitAtPlaceholders(prompt, placeholders).flatMap<WeightedToken>(({ text, placeholder }) => {
      if (placeholder === null) return this.idsOf(text).map((id) => ({ id, weight }));
      const first = firstRows.get(placeholder) ?? 0;
      return [{ rows: Array.from({ length: placeholder.vectors }, (_, i) => first + i), weight }];
    });
  }
}
