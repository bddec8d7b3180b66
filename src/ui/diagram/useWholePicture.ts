import { useCallback, useRef } from 'react';
import type { Diagram, DiagramNode } from '../../diagram/diagram';
import { kindLegend, type LegendEntry, scaleLegend } from '../../diagram/legend';
import { mermaidOf } from '../../diagram/mermaid';
import { onPaper } from '../../diagram/paper';
import { type Paint, plainPaint, svgOf } from '../../diagram/svg';
import type { MeasureView } from '../../present/measures';
import { fileName, suggestedName } from '../../state/document/designName';
import type { PictureFormat } from '../../state/view/graphView';
import { compactText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import { useApp } from '../app/useApp';
import { useMeasure } from '../app/useMeasure';
import { download } from '../kit/download';
import { pngOf } from '../kit/png';
import type { Picture } from './usePicture';

/** What becomes of the whole picture: everything that is open, not what happens to be in sight. */
interface WholePicture {
  readonly save: (format: PictureFormat) => Promise<void>;
  /** For paper: texts of SVG files, which follow each other without a gap. */
  readonly draw: () => readonly string[];
}

/** Ways to take the picture on the screen out of it. Always the same functions. */
export function useWholePicture(picture: Picture): WholePicture {
  const app = useApp();
  const measure = useMeasure(picture.architecture);
  const now = useRef({ picture, measure });
  now.current = { picture, measure };
  const save = useCallback(
    async (format: PictureFormat) => {
      const title = suggestedName(app.document.getState());
      try {
        const file = await FORMATS[format](now.current.picture, now.current.measure, title);
        const name = fileName(title, format);
        download(name, file);
        app.notices.notify(`${name} is saved, ${compactText(file.size)}B: the whole picture as it is open now.`);
      } catch (error) {
        app.notices.notify(sentenceOf(error));
      }
    },
    [app],
  );
  const draw = useCallback(() => {
    const { picture, measure } = now.current;
    const title = suggestedName(app.document.getState());
    const pieces = onPaper(picture.diagram);
    return pieces.map(({ layout, window }, index) => {
      const legend = index === pieces.length - 1 ? legendOf(picture.diagram, measure) : [];
      return svgOf(layout, { title, legend, paint: (node) => paintOf(node, measure), window });
    });
  }, [app]);
  return { save, draw };
}

type Save = (picture: Picture, measure: MeasureView, title: string) => Blob | Promise<Blob>;

const FORMATS: Readonly<Record<PictureFormat, Save>> = {
  svg: (...picture) => new Blob([drawn(...picture)], { type: 'image/svg+xml' }),
  png: (...picture) => pngOf(drawn(...picture)),
  mmd: ({ diagram, direction }) => new Blob([mermaidOf(diagram, direction)], { type: 'text/plain' }),
};

function drawn({ layout, diagram }: Picture, measure: MeasureView, title: string): string {
  return svgOf(layout, { title, legend: legendOf(diagram, measure), paint: (node) => paintOf(node, measure) });
}

function legendOf(diagram: Diagram, measure: MeasureView): readonly LegendEntry[] {
  const bar: LegendEntry = { sign: 'none', text: `bar: ${measure.of}` };
  return measure.byKind ? [...kindLegend(diagram), bar] : scaleLegend(measure.scale);
}

function paintOf(node: DiagramNode, measure: MeasureView): Paint {
  const share = measure.read(node.covers);
  const step = measure.step(node.covers);
  if (!step) return { ...plainPaint(node), share };
  return { bands: [], fill: step.light, ink: step.ink.light, share };
}
