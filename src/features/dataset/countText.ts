/** How many images there are; the adviser says where that is few or many. */
export function countText(count: number): string {
  if (count === 0) return 'No images yet. About ten photographs make a good start.';
  return count === 1 ? '1 image.' : `${count} images.`;
}
