/** How long a movement takes, in milliseconds, as the style sheet says: 0 where the system asks for less motion. */
export function moveTime(): number {
  return Number.parseFloat(styleOf('--x3d-move')) || 0;
}

/**
 * Says how far a movement has come, frame by frame, from 0 to 1 along the style sheet's curve: what style sheets cannot
 * move keeps step with what they move.
 *
 * @returns ends it, wherever it is
 */
export function motion(report: (progress: number) => void): () => void {
  const duration = moveTime();
  if (duration === 0) {
    report(1);
    return () => {};
  }
  const timing = new Animation(new KeyframeEffect(null, null, { duration, easing: styleOf('--x3d-ease') }));
  timing.play();
  let frame = requestAnimationFrame(function step() {
    const progress = timing.effect?.getComputedTiming().progress ?? 1;
    report(progress);
    if (progress < 1) frame = requestAnimationFrame(step);
  });
  return () => cancelAnimationFrame(frame);
}

function styleOf(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}
