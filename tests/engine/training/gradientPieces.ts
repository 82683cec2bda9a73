/** A gradient in the order of θ from the pieces that a cut net puts it out in. */
import { type GradientPiece, numbersOf, pieceNames, type Tensors } from '@weft/engine/internal';

/** @param length of θ; what no piece fills is NaN */
export function joinPieces(results: Tensors, pieces: readonly GradientPiece[], length: number): Float32Array {
  const gradient = new Float32Array(length).fill(Number.NaN);
  for (const [index, piece] of pieces.entries()) {
    const numbers = numbersOf(results, pieceNames(index).next);
    let read = 0;
    for (const range of piece) {
      gradient.set(numbers.subarray(read, read + range.length), range.start);
      read += range.length;
    }
  }
  return gradient;
}
