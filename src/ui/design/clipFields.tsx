import { clipReach } from '../../design/clipReach';
import { parameterAt } from '../../design/parameters';
import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { Field } from './Field';
import classes from './fields.module.css';

/** Pixels an arrow key adds: the strides of stem and four stages multiply to 32, so sizes go by its half. */
const PIXEL_STEP = 16;

/** Height and width. While both are equal, as in every published X3D, the height takes the width along. */
export function FrameSizeField() {
  const app = useApp();
  const { h, w } = useDocument(({ design }) => design.clip);
  return (
    <Field
      field="clip.h"
      also="clip.w"
      control={(state) => (
        <Stack as="span" row nowrap gap="half">
          <NumberField
            {...state}
            label="Height"
            value={h}
            step={PIXEL_STEP}
            min={1}
            width={46}
            onCommit={(to) => app.document.edit({ clip: h === w ? { h: to, w: to } : { h: to } })}
          />
          <Text as="span" tone="ink-3">
            ×
          </Text>
          <NumberField
            {...state}
            label="Frame width"
            value={w}
            step={PIXEL_STEP}
            min={1}
            width={46}
            onCommit={(to) => app.document.edit({ clip: { w: to } })}
          />
        </Stack>
      )}
    />
  );
}

/** The frame interval, and how much of the source a clip spans with it. */
export function FrameIntervalField() {
  const app = useApp();
  const clip = useDocument(({ design }) => design.clip);
  const { t, interval } = clip;
  const { control } = parameterAt('clip.interval');
  return (
    <Field
      field="clip.interval"
      control={(state) => (
        <NumberField
          {...state}
          value={interval}
          step={1}
          min={control.kind === 'integer' ? control.min : 1}
          onCommit={(to) => app.document.edit({ clip: { interval: to } })}
        />
      )}
    >
      <Text size="xs" tone="ink-3" className={classes.note}>
        ({t} − 1) × {interval} + 1 = {countText(clipReach(clip), 'frame')} of the source
      </Text>
    </Field>
  );
}
