import { bytesOf, QUANTITIES } from '../../analysis/quantities';
import type { Design } from '../../design/design';
import { architectureOf, isLegal, totalsOf } from '../../state/document/derived';
import { amountText } from '../../text/numberText';
import { useConvention } from '../app/useStudio';
import classes from './Designs.module.css';

export function DesignCosts({ design }: { design: Design }) {
  const convention = useConvention();
  if (!isLegal(design)) return <p className={classes.costs}>Not a legal network yet.</p>;
  const { t, h, w } = design.clip;
  const totals = totalsOf(architectureOf(design));
  return (
    <p className={classes.costs}>
      <span>
        {amountText(totals.parameters, '')} {QUANTITIES.parameters.label}
      </span>
      <span>{amountText(convention.count(totals), convention.unit)}</span>
      <span>
        {amountText(bytesOf(totals.convActivations), 'B')} {QUANTITIES.convActivations.label}
      </span>
      <span>
        {t}×{h}×{w}
      </span>
    </p>
  );
}
