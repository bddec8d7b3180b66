import { useElementSize } from '../useElementSize';
import { usePrinting } from '../usePrinting';

/** A chart on paper, in pixels: any usual page is as wide, and what belongs to the chart stands on the same page. */
const ON_PAPER = { width: 660, height: 340 };

/** The size of a chart in CSS pixels: that of the element with `ref` on the screen, a part of a page on paper. */
export function useChartSize() {
  const { ref, width, height } = useElementSize();
  return { ref, ...(usePrinting() ? ON_PAPER : { width, height }) };
}
