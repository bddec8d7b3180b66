import { withStages, withStride } from '../../design/changes';
import type { Overrides } from '../../design/design';
import { useApp } from '../app/useApp';
import { useArchitecture, useDocument } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { NumberField } from '../kit/NumberField';
import { Field } from './Field';
import classes from './stageFields.module.css';

/** How many stages. Strides come and go with them: the reference wants one for each. */
export function StageCountField() {
  const app = useApp();
  const reference = useDocument(({ design }) => design.reference);
  return (
    <Field
      field="reference.num_stages"
      control={({ label }) => (
        <SegmentedControl
          aria-label={label}
          value={String(reference.num_stages)}
          data={['1', '2', '3', '4']}
          onChange={(chosen) => app.document.edit({ reference: withStages(reference, Number(chosen)) })}
        />
      )}
    />
  );
}

/** The stride of every stage, and the resolution it leaves. */
export function StridesField() {
  const app = useApp();
  const reference = useDocument(({ design }) => design.reference);
  const { parts } = useArchitecture();
  const byHand = useDocument(({ design }) => design.overrides);
  return (
    <Field field="reference.spatial_strides">
      <div className={classes.strides}>
        {reference.spatial_strides.map((stride, stage) => {
          const path = `layer${stage + 1}`;
          const [, , , height, width] = parts.find((part) => part.path === path)?.output ?? [];
          return (
            <span key={path} className={classes.stage}>
              <span>{path}</span>
              <NumberField
                label={`Stride of ${path}`}
                value={stride}
                step={1}
                min={1}
                onCommit={(to) => app.document.edit({ reference: withStride(reference, stage, to) })}
              />
              <span>
                {height && `${height} × ${width}`}
                {hasStride(byHand, path) && ', by hand below'}
              </span>
            </span>
          );
        })}
      </div>
    </Field>
  );
}

/** True where a stride was set by hand, which stands above the reference's argument. */
function hasStride(overrides: Overrides, path: string): boolean {
  return Object.entries(overrides).some(([stage, set]) => stage === path && set?.stride !== undefined);
}
