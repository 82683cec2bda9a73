/** Random numbers that a seed decides: the same input comes out of the same seed, target and place on every machine. */

/** 32-bit FNV-1a of a text's code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Chris Doty-Humphrey's sfc32 (PractRand). */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param words what tells this sequence from others, such as a seed, a target's name and an input's place */
  constructor(...words: readonly (string | number)[]) {
    const text = words.join('\0');
    this.#a = hashOf(text);
    this.#b = hashOf(`${text}\0b`);
    this.#c = hashOf(`${text}\0c`);
    for (let round = 0; round < 12; round++) this.#next();
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A whole number from 0 to below `count`; 0 where that is less than 1. */
  below(count: number): number {
    return count < 1 ? 0 : this.#next() % Math.floor(count);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True so often, 0 to 1. */
  chance(share: number): boolean {
    return this.#next() < share * 2 ** 32;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** How many changes to make: mostly one or two, seldom many. */
  few(most = 8): number {
    let count = 1;
    while (count < most && this.chance(0.45)) count++;
    return count;
  }

  /** A length: mostly small, seldom up to `most`. */
  size(most: number): number {
    return this.below(1 + Math.min(most, this.pick([2, 8, 8, 64, 64, 1024, most])));
  }
}
