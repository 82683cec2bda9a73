/** Where a new word starts: at the row of a word that the text encoder knows. */
import { EngineError } from '../../EngineError.ts';
import { Graph } from '../../graph/graph.ts';
import { cast } from '../../graph/operators/index.ts';
import { NetBuilder } from '../../nets/layers.ts';
import { tokenEmbeddings } from '../../nets/textEncoder.ts';
import type { Model } from '../../pipeline/model.ts';
import { textEncoderPrefix } from '../../pipeline/promptInputs.ts';
import { numbersOf, Program } from '../../runtime/program.ts';
import type { PromptTokenizer } from '../../text/tokenizer.ts';

/** An initialiser that is not exactly one token. */
export class InitializerError extends EngineError {
  override readonly name = 'InitializerError';
  readonly code = 'initializer';
}

/** The id of the one token of `initializer`. Throws InitializerError where it isn't one. */
export function initializerId(tokenizer: PromptTokenizer, initializer: string): number {
  const [id, ...others] = tokenizer.idsOf(initializer);
  if (id !== undefined && others.length === 0) return id;
  throw new InitializerError(
    id === undefined
      ? 'The initialiser is empty.'
      : `The initialiser “${initializer}” is ${1 + others.length} tokens for this model.`,
    'Choose one word that the model knows and that says what kind of thing it is, such as “pattern”.',
  );
}

/** The text encoder's own row for the initialiser's token. Throws InitializerError where it isn't one token. */
export async function initializerRow(model: Model, initializer: string): Promise<Float32Array> {
  const { tokenizer, textEncoder } = model.checkpoint;
  const id = initializerId(tokenizer, initializer);
  const { config, weights } = textEncoder;
  // The device looks it up: the weights may be there alone.
  const graph = new Graph(model.runtime.precision);
  const row = tokenEmbeddings(
    new NetBuilder(graph),
    config,
    graph.input('ids', [1], 'int64'),
    textEncoderPrefix(weights),
  );
  graph.output('row', cast(row, 'float32'));
  const program = await Program.compile(model.runtime, graph, weights);
  try {
    const feeds = { ids: new model.runtime.ort.Tensor('int64', BigInt64Array.of(BigInt(id)), [1]) };
    return numbersOf(await program.run(feeds), 'row');
  } finally {
    await program.release();
  }
}
