import { ACTIVATION_MEASURES } from '../../analysis/activationMeasures';
import type { Design } from '../../design/design';
import { architectureOf, isLegal, totalsOf } from '../../state/derived';
import { BYTES } from '../../tensor/tensor';
import { compactText } from '../kit/numberText';
import { useConvention } from '../kit/useStudio';
import classes from './Designs.module.css';

/** What a design costs, in a line. */
export function DesignCosts({ design }: { design: Design }) {
  const convention = useConvention();
  if (!isLegal(design)) return <p className={classes.costs}>Not a legal network yet.</p>;
  const { t, h, w } = design.clip;
  const totals = totalsOf(architectureOf(design));
  return (
    <p className={classes.costs}>
      <span>{compactText(totals.parameters)} params</span>
      <span>
        {compactText(convention.count(totals))} {convention.unit}
      </span>
      <span>
        {compactText(totals.convActivations * BYTES.float32)}B {ACTIVATION_MEASURES.convActivations.label}
      </span>
      <span>
        {t}×{h}×{w}
      </span>
    </p>
  );
}
