import type { Axis } from '../../scaling/axes';

/** An axis's symbol with its index set low: γ with τ, t, s, w, b or d. */
export function AxisSymbol({ axis: { symbol } }: { axis: Pick<Axis, 'symbol'> }) {
  const [letter = '', index = ''] = symbol.split('_');
  return (
    <b>
      {letter}
      <sub style={{ lineHeight: 0 }}>{index}</sub>
    </b>
  );
}
