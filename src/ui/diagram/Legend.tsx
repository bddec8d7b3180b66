import type { CSSProperties } from 'react';
import { COLOUR_SCALES } from '../../diagram/colourScales';
import { FAMILIES, type Family } from '../../diagram/looks';
import { onBothGrounds } from '../kit/measures';
import { useMeasure, useMissing } from '../kit/useMeasure';
import { useSession } from '../kit/useStudio';
import classes from './Legend.module.css';

/** The families a drawing of X3D shows, in the order one meets them. */
const SHOWN: readonly Family[] = ['conv', 'channelwise', 'norm', 'activation', 'gate', 'sum', 'pool', 'linear'];

/** What the colours mean, and what the bars are a share of. */
export function Legend() {
  const measure = useSession((session) => session.measure);
  const reason = useMissing()(measure);
  const { byKind, scale, name } = useMeasure();
  if (byKind)
    return (
      <ul className={classes.legend} aria-label="Colours of the layer kinds">
        {SHOWN.map((family) => (
          <li key={family} style={{ '--colour': `var(--x3d-kind-${family})` } as CSSProperties}>
            {FAMILIES[family].name}
          </li>
        ))}
        <li className={classes.bar}>bar: share of the {name}</li>
        {reason && <li className={classes.bar}>To colour by that measure, {reason}.</li>}
      </ul>
    );
  const { meaning, steps } = COLOUR_SCALES[scale];
  return (
    <ol className={classes.legend} aria-label={`Colours: ${meaning}`}>
      <li className={classes.meaning}>{meaning}</li>
      {steps.map((step) => (
        <li key={step.label} style={{ '--colour': onBothGrounds(step) } as CSSProperties}>
          {step.label}
        </li>
      ))}
    </ol>
  );
}
