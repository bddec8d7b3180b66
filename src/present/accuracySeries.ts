import type { PresetName } from '../design/presets';
import { PUBLISHED_ACCURACIES, type PublishedAccuracy, viewsText } from '../scaling/published';

/** Accuracies that may be compared with each other: one source, one view protocol. */
export interface AccuracySeries {
  /** Source and protocol. */
  readonly name: string;
  readonly source: string;
  readonly views: string;
  of(member: PresetName): PublishedAccuracy | null;
}

/** Every series, in the order they were published in. */
export const ACCURACY_SERIES: readonly AccuracySeries[] = seriesOf(PUBLISHED_ACCURACIES);

function seriesOf(accuracies: readonly PublishedAccuracy[]): readonly AccuracySeries[] {
  const names = new Set(accuracies.map(nameOf));
  return [...names].flatMap((name) => {
    const group = accuracies.filter((accuracy) => nameOf(accuracy) === name);
    const [first] = group;
    if (!first) return [];
    const of = (member: PresetName) => group.find((accuracy) => accuracy.member === member) ?? null;
    return { name, source: first.source, views: viewsText(first.views), of };
  });
}

/** `SlowFast, 10 clips × 3 crops`. */
function nameOf({ source, views }: PublishedAccuracy): string {
  return `${source.split(' ')[0]}, ${viewsText(views)}`;
}
