/** Kinds of adapter that no sum of a layer and a product of two factors can be, by the parts they alone have. */

const KINDS: readonly (readonly [part: RegExp, kind: string])[] = [
  [/\.(?:oft_blocks|oft_diag|oft_R|oft_r)(?:\.|$)/, 'an OFT, which turns what a layer computes'],
  [/\.boft_[RS](?:\.|$)/, 'a BOFT, which turns what a layer computes'],
  [/\.hra_u(?:\.|$)/, 'an HRA, which turns what a layer computes'],
  [/\.(?:a1|a2|b1|b2|bm1|bm2)\.weight$/, 'a GLoRA'],
  [/\.(?:on_input$|ia3_l(?:\.|$))/, 'an IA³, which scales what a layer computes'],
  [/\.road_(?:theta|alpha)(?:\.|$)/, 'a RoAd, which turns what a layer computes'],
  [/(?:^|\.)vera_(?:lambda_[bd]|[AB])(?:\.|$)/, 'a VeRA, whose factors are random and lie elsewhere'],
  [/(?:^|\.)randlora_(?:lambda|gamma|[AB])(?:\.|$)/, 'a RandLoRA, whose factors are random and lie elsewhere'],
  [/\.fourierft_spectrum(?:\.|$)/, 'a FourierFT'],
  [/(?:^|\.)vblora_(?:logits|vector_bank)/, 'a VB-LoRA'],
  [/\.c3a_kernel(?:\.|$)/, 'a C³A'],
  [/\.(?:bone_block|miss_block)(?:\.|$)/, 'a MiSS'],
  [/\.shira_weight(?:\.|$)/, 'a SHiRA'],
  [/\.lora_embedding_[AB](?:\.|$)/, 'a LoRA of the table of words'],
];

/** The kind of adapter that alone has a tensor of this name, with its article; null where none is known. */
export function foreignKind(name: string): string | null {
  return KINDS.find(([part]) => part.test(name))?.[1] ?? null;
}
