/** How many images there are; the adviser says where that is few or many. */
export function countText(count: number): string {
  if (count === 0) return 'No images yet. About ten photographs make a good start.';
  return count === 1 ? '1 image.' : `${count} images.`;
}

/** How many files are still being read. */
export function leftText(count: number): string {
  return count === 1 ? 'The last one.' : `${count.toLocaleString('en')} are left.`;
}
