/** Mistakes in building a graph. They are the programmer's, never the person's. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}
