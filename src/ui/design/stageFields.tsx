import { SegmentedControl } from '@mantine/core';
import { edit } from '../../state/document';
import { NumberField } from '../kit/NumberField';
import { useArchitecture, useDocument } from '../kit/useStudio';
import { Field } from './Field';
import classes from './stageFields.module.css';

/** The stride of a stage that is added: the reference's default. */
const NEW_STRIDE = 2;

/** How many stages. Strides come and go with them: the reference wants one for each. */
export function StageCountField() {
  const num_stages = useDocument(({ design }) => design.reference.num_stages);
  const spatial_strides = useDocument(({ design }) => design.reference.spatial_strides);
  return (
    <Field
      field="reference.num_stages"
      control={({ label }) => (
        <SegmentedControl
          aria-label={label}
          value={String(num_stages)}
          data={['1', '2', '3', '4']}
          onChange={(chosen) => changeStages(Number(chosen), spatial_strides)}
        />
      )}
    />
  );
}

function changeStages(num_stages: number, strides: readonly number[]): void {
  const spatial_strides = Array.from({ length: num_stages }, (_, stage) => strides[stage] ?? NEW_STRIDE);
  edit({ reference: { num_stages, spatial_strides } });
}

/** The stride of every stage, and the resolution it leaves. */
export function StridesField() {
  const spatial_strides = useDocument(({ design }) => design.reference.spatial_strides);
  const { parts } = useArchitecture();
  const change = (stage: number, stride: number) =>
    edit({ reference: { spatial_strides: spatial_strides.map((old, at) => (at === stage ? stride : old)) } });
  return (
    <Field field="reference.spatial_strides">
      <div className={classes.strides}>
        {spatial_strides.map((stride, stage) => {
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
                onCommit={(to) => change(stage, to)}
              />
              <span>{height && `${height} × ${width}`}</span>
            </span>
          );
        })}
      </div>
    </Field>
  );
}
