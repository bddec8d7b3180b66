import { SQUEEZE_STYLES, squeezeStyleOf, withSqueezeStyle } from '../../design/changes';
import { parameterAt } from '../../design/parameters';
import { roundingText } from '../../present/derivations';
import { useApp } from '../app/useApp';
import { useArchitecture, useDocument } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { ExplainPopover } from '../kit/ExplainPopover';
import { NumberField } from '../kit/NumberField';
import { Text } from '../kit/Text';
import { Field } from './Field';

/** Which blocks squeeze and excite. */
export function SqueezeStyleField() {
  const app = useApp();
  const reference = useDocument(({ design }) => design.reference);
  return (
    <Field
      field="reference.se_style"
      control={({ label }) => (
        <SegmentedControl
          aria-label={label}
          value={squeezeStyleOf(reference)}
          data={[...SQUEEZE_STYLES]}
          onChange={(chosen) => {
            const style = SQUEEZE_STYLES.find((known) => known === chosen);
            if (style) app.document.edit({ reference: withSqueezeStyle(reference, style) });
          }}
        />
      )}
    />
  );
}

/** How narrow the squeeze is: the ratio, and the width it gives in every stage. Nothing where there is no SE. */
export function SqueezeRatioField() {
  const app = useApp();
  const se_ratio = useDocument(({ design }) => design.reference.se_ratio);
  const { control } = parameterAt('reference.se_ratio');
  if (se_ratio === null) return null;
  return (
    <Field
      field="reference.se_ratio"
      control={(state) => (
        <NumberField
          {...state}
          value={se_ratio}
          step={control.kind === 'number' ? control.step : 1}
          onCommit={(to) => app.document.edit({ reference: { se_ratio: to } })}
        />
      )}
    >
      <SqueezeWidths />
    </Field>
  );
}

function SqueezeWidths() {
  const widths = useArchitecture().stages.flatMap(({ path, seWidth }) => (seWidth ? [{ path, ...seWidth }] : []));
  const results = widths.map(({ result }) => result).join('·');
  if (widths.length === 0) return null;
  return (
    <Text as="div" size="sm" tone="ink-2">
      <ExplainPopover
        subject={`the squeeze is ${results} ${results === '1' ? 'channel' : 'channels'} wide`}
        shown={`${widths.map(({ width }) => width).join('·')} → ${results}`}
      >
        <p>The bottleneck’s channels times the ratio, rounded to a multiple of 8, at least 8.</p>
        {widths.map(({ path, ...rounding }) => (
          <p key={path}>
            {path}: <b>{roundingText(rounding)}</b>
          </p>
        ))}
      </ExplainPopover>
    </Text>
  );
}
