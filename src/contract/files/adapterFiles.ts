/** Adapters and words out of files and into them. */
import type { AdapterPlace, Embedding, EmbeddingFileLayout, LearntItem, LoraFileLayout } from '../adapters.ts';
import type { FileHashes, ItemAbout } from '../library/itemAbout.ts';
import type { AdapterOrigin } from '../runs/runs.ts';

/** What is to be saved, and in which layout. */
export type ExportedItem =
  | { method: 'lora'; layout: LoraFileLayout; adapter: AdapterPlace; fewSteps: boolean }
  | { method: 'embedding'; layout: EmbeddingFileLayout; embedding: Embedding };

export interface ExportRequest {
  item: ExportedItem;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  origin: AdapterOrigin;
  about: ItemAbout;
  /** PNG of its picture in the library, where it has one. */
  thumbnail?: ArrayBuffer | undefined;
}

/** A file to hand to a person. */
export interface ExportedFile {
  bytes: ArrayBuffer;
  /** PEFT keeps an adapter in two files, which go in a zip. */
  ending: 'safetensors' | 'zip';
}

export interface ImportRequest {
  /** Under which an adapter's numbers are stored; that of its record to be. */
  id: string;
  /** Files of one adapter or learnt word: a `.safetensors`, the same with PEFT's `adapter_config.json`, or a zip of both. */
  files: File[];
  /** Leave out the layers that the model doesn't have, instead of asking. */
  leaveOut: boolean;
  /** The name of a word that is imported, where its person chose one. */
  token?: string | null;
}

/** An adapter from files, or what has to be asked first. */
export type ImportResult =
  | { whole: true; imported: ImportedAdapter }
  /** The name that the file gives a word can't be used: which one should it have? */
  | {
      whole: false;
      question: 'word';
      /** One that may be near to what was meant. */
      token: string;
      /** Why the name can't be used, as a sentence. */
      reason: string;
    }
  /** The model lacks some of its layers: are the others to be used? */
  | {
      whole: false;
      question: 'layers';
      /** Layers that fit the model. */
      fitting: number;
      /** Names of those that don't, as the file has them. */
      unknown: string[];
    };

export interface ImportedAdapter {
  /** As its file tells; null where that doesn't. */
  name: string | null;
  /** Milliseconds since 1970, where the file tells. */
  createdAt: number | null;
  item: LearntItem;
  /** Words that lay in the same file, which belong to it. */
  words?: Embedding[];
  /** What of the file was left out, as a sentence. */
  note?: string;
  origin: AdapterOrigin;
  /** What a file of the studio's own says of itself; of another program's it is among its entries. */
  about?: ItemAbout | undefined;
  /** Of the file that the numbers came from. */
  hashes: FileHashes;
  /** PNG, where the file holds one. */
  thumbnail?: ArrayBuffer | undefined;
}
