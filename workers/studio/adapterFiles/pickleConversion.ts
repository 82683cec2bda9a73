/**
 * The command by which a person turns a pickle into `.safetensors` themselves, without running what is in it: plain
 * tables of tensors, checkpoints with theirs under `state_dict`, diffusers' words, and A1111's, whose rows lie under
 * `string_to_param`.
 */
const SCRIPT = [
  'import sys, torch',
  'from safetensors.torch import save_file',
  "d = torch.load(sys.argv[1], map_location='cpu', weights_only=True)",
  "d = d.get('state_dict', d)",
  "p = d.get('string_to_param')",
  "d = {'emb_params': next(iter(p.values()))} if p else d",
  'save_file({k: v.detach().clone().contiguous() for k, v in d.items() if torch.is_tensor(v)}, sys.argv[2])',
].join('; ');

/** @param name the pickle's file name */
export function pickleConversion(name: string): string {
  const plain = name.replace(/["$`\\]/g, '_');
  const stem = plain.replace(/\.\w+$/, '');
  // One that was renamed stays as it is.
  const converted = `${stem}${/\.safetensors$/i.test(plain) ? '-converted' : ''}.safetensors`;
  return `python -c "${SCRIPT}" "${plain}" "${converted}"`;
}
