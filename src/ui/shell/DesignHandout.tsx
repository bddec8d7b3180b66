import { QUANTITIES } from '../../analysis/quantities';
import { PARAMETERS, valueAt } from '../../design/parameters';
import { suggestedName } from '../../state/document/designName';
import { amountText } from '../../text/numberText';
import { shareAddress } from '../app/designFiles';
import { useApp } from '../app/useApp';
import { useConvention, useDesign, useTotals } from '../app/useStudio';
import { PaperPicture } from '../kit/PaperPicture';
import { Words } from '../kit/Words';
import classes from './DesignHandout.module.css';

/** The design on paper: its name, what it costs, the whole drawing as it is open now, every argument, and its address. */
export function DesignHandout() {
  const app = useApp();
  const design = useDesign();
  const costs = useTotals();
  const { unit, count } = useConvention();
  const pieces = app.graphView.getState().draw?.();
  const name = suggestedName(app.document.getState());
  return (
    <section className={classes.handout}>
      <h1>
        <Words text={name} />
      </h1>
      <p>
        {amountText(costs.parameters, '')} {QUANTITIES.parameters.label}, {amountText(count(costs), unit)} for a clip of{' '}
        {design.clip.t} × {design.clip.h} × {design.clip.w}
      </p>
      <p className={classes.address}>{shareAddress(app)}</p>
      {pieces && <PaperPicture pieces={pieces} alt={`The network ${name}`} />}
      <dl className={classes.arguments}>
        {PARAMETERS.map(({ field, label }) => {
          const value = valueAt(design, field);
          return value === undefined ? null : (
            <div key={field}>
              <dt>
                <Words text={label} />
              </dt>
              <dd>{valueText(value)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** A value as the reference's own arguments are written: `None`, `True`, `(2, 2, 2, 2)`, `BN3d, eps 1e-5`. */
function valueText(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `(${value.join(', ')})`;
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, entry]) => (key === 'type' ? String(entry) : `${key} ${valueText(entry)}`))
    .join(', ');
}
