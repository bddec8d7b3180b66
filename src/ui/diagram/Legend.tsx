import type { CSSProperties } from 'react';
import { COLOUR_SCALES } from '../../diagram/colourScales';
import { FAMILIES, type Family } from '../../diagram/looks';
import { onBothGrounds, useMeasure } from '../kit/useMeasure';
import { useSession } from '../kit/useStudio';
import classes from './Legend.module.css';

/** The families a drawing of X3D shows, in the order one meets them. */
const SHOWN: readonly Family[] = ['conv', 'channelwise', 'norm', 'activation', 'gate', 'sum', 'pool', 'linear'];

/** What the colours mean, and what the bars are a share of. */
export function Legend() {
  const measure = useSession((session) => session.measure);
  const { cost, name } = useMeasure();
  if (measure === 'kind')
    return (
      <ul className={classes.legend} aria-label="Colours of the layer kinds">
        {SHOWN.map((family) => (
          <li key={family} style={{ '--colour': `var(--x3d-kind-${family})` } as CSSProperties}>
            {FAMILIES[family].name}
          </li>
        ))}
        <li className={classes.bar}>bar: share of {name}</li>
      </ul>
    );
  const { meaning, steps } = COLOUR_SCALES[cost];
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
