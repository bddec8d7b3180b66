import { bytesOf, QUANTITIES } from '../../analysis/quantities';
import type { Design } from '../../design/design';
import { architectureOf, isLegal, totalsOf } from '../../state/document/derived';
import { amountText } from '../../text/numberText';
import { useConvention } from '../app/useStudio';
import { Text } from '../kit/Text';
import classes from './Designs.module.css';

/** What a design costs, in one line. */
export function DesignCosts({ design }: { design: Design }) {
  const convention = useConvention();
  if (!isLegal(design))
    return (
      <Text size="sm" tone="ink-2" className={classes.costs}>
        Not a legal network yet.
      </Text>
    );
  const { t, h, w } = design.clip;
  const totals = totalsOf(architectureOf(design));
  return (
    <Text size="sm" tone="ink-2" className={classes.costs}>
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
    </Text>
  );
}
