/**
 * Prompts into the token ids that a CLIP text encoder takes: always the same number, the rest padded.
 *
 * The library's tokenizer is built from the two files' contents, so that it fetches nothing. Its own
 * truncation drops the end token that CLIP was trained to find, so cutting is done here, as Python's
 * transformers does it.
 */
import { CLIPTokenizer } from '@huggingface/transformers';
import * as z from 'zod';
import { cutTextOf } from './cutText.ts';
import { TokenizerError } from './tokenizerError.ts';

const TokenizerJson = z.looseObject({
  model: z.looseObject({ type: z.literal('BPE'), vocab: z.record(z.string(), z.number()) }),
});
const AddedToken = z.union([z.string(), z.looseObject({ __type: z.literal('AddedToken'), content: z.string() })]);
const TokenizerConfig = z.looseObject({
  // Start, end and one token between them; more than 1024 is a placeholder for "no limit".
  model_max_length: z.number().int().min(3).max(1024),
  eos_token: AddedToken,
  pad_token: AddedToken.optional(),
});

/** A prompt as the text encoder will see it. */
export interface EncodedPrompt {
  /** Token ids, exactly `maxTokens`: start, prompt, end, padding. */
  ids: number[];
  /** Tokens used, start and end included. */
  tokens: number;
  /** The end of the prompt that doesn't fit and is ignored, as it was written; '' if all fits. */
  cutText: string;
}

/** A CLIP tokenizer with its vocabulary. */
export class PromptTokenizer {
  /** Tokens the text encoder takes, start and end included. */
  readonly maxTokens: number;
  private readonly tokenizer: CLIPTokenizer;

  private constructor(tokenizer: CLIPTokenizer, maxTokens: number) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
  }

  /**
   * @param tokenizerJson parsed `tokenizer.json`
   * @param tokenizerConfig parsed `tokenizer_config.json`
   * @throws TokenizerError when the two are no CLIP tokenizer
   */
  static fromFiles(tokenizerJson: unknown, tokenizerConfig: unknown): PromptTokenizer {
    const json = parse(TokenizerJson, tokenizerJson, 'tokenizer.json');
    const config = parse(TokenizerConfig, tokenizerConfig, 'tokenizer_config.json');
    let tokenizer: CLIPTokenizer;
    try {
      tokenizer = new CLIPTokenizer(json, config);
    } catch (error) {
      throw new TokenizerError("The model's tokenizer.json can't be used.", { cause: error });
    }
    if (tokenizer.pad_token_id === undefined || tokenizer.eos_token_id === undefined) {
      throw new TokenizerError("The model's tokenizer.json lacks the tokens that end and pad a prompt.");
    }
    return new PromptTokenizer(tokenizer, config.model_max_length);
  }

  /** Any text, the empty one included. A prompt that is too long is cut at its end; see `cutText`. */
  encode(prompt: string): EncodedPrompt {
    const all = this.tokenizer.encode(prompt);
    const fits = all.length <= this.maxTokens;
    const used = fits ? all : [...all.slice(0, this.maxTokens - 1), this.tokenizer.eos_token_id];
    const padding = new Array<number>(this.maxTokens - used.length).fill(this.tokenizer.pad_token_id);
    return {
      ids: [...used, ...padding],
      tokens: used.length,
      cutText: fits ? '' : cutTextOf(prompt, (part) => this.tokenizer.encode(part).length <= this.maxTokens),
    };
  }
}

function parse<T>(schema: z.ZodType<T>, content: unknown, file: string): T {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TokenizerError(
    `The model's ${file} can't be used: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`,
  );
}
