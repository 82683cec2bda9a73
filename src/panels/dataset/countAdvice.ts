/** How many images there are, and how many there should be. */
export function countAdvice(count: number): string {
  if (count === 0) return 'No images yet. About ten photographs make a good start.';
  const have = count === 1 ? '1 image.' : `${count} images.`;
  if (count < 5) return `${have} It can learn from so few, but about ten photographs teach it more.`;
  if (count <= 20) return `${have} A good number.`;
  return `${have} More than about twenty seldom help: each is then seen only a few times.`;
}
