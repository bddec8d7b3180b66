import type { CSSProperties } from 'react';
import { COLOUR_SCALES } from '../../diagram/colourScales';
import { kindLegend, scaleLegend } from '../../diagram/legend';
import { onBothGrounds } from '../../present/measures';
import { useMeasure, useMissing } from '../app/useMeasure';
import { useSession } from '../app/useStudio';
import classes from './Legend.module.css';
import type { Picture } from './usePicture';

/** What the colours mean, and what the bars are a share of. */
export function Legend({ diagram, architecture }: Picture) {
  const measure = useSession((session) => session.measure);
  const reason = useMissing()(measure);
  const { byKind, scale, of } = useMeasure(architecture);
  const entries = byKind ? kindLegend(diagram) : scaleLegend(scale);
  return (
    <ul
      className={classes.legend}
      aria-label={byKind ? 'Colours of the layer kinds' : `Colours: ${COLOUR_SCALES[scale].meaning}`}
    >
      {entries.map((entry) => (
        <li
          key={entry.text}
          data-sign={entry.sign}
          style={entry.sign === 'none' ? undefined : ({ '--colour': onBothGrounds(entry.colour) } as CSSProperties)}
        >
          {entry.text}
        </li>
      ))}
      {byKind && <li>bar: {of}</li>}
      {reason && <li>To colour by that measure, {reason}.</li>}
    </ul>
  );
}
