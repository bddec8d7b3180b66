import { ASSUMED_DEVICE } from '../../state/explore/explore';
import { useApp } from '../app/useApp';
import { useExplore, useMeasurements } from '../app/useStudio';
import { Popover } from '../kit/controls/Popover';
import { LinkButton } from '../kit/LinkButton';
import { Note } from '../kit/Note';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './DeviceField.module.css';

/** The numbers a predicted time follows from, in the units of a data sheet. Only measured devices have all of them. */
const NUMBERS = [
  { key: 'macsPerSecond', label: 'Multiply-accumulates', unit: 'GMAC/s', scale: 1e9, step: 1 },
  { key: 'bytesPerSecond', label: 'Memory bandwidth', unit: 'GB/s', scale: 1e9, step: 1 },
  { key: 'dispatchSeconds', label: 'Each operator', unit: 'µs', scale: 1e-6, step: 5 },
  { key: 'channelwiseMacsPerSecond', label: 'Channel-wise filters', unit: 'GMAC/s', scale: 1e9, step: 0.5 },
  { key: 'functionsPerSecond', label: 'Swish', unit: 'G/s', scale: 1e9, step: 0.1 },
] as const;

/** The device that predicted times are for. */
export function DeviceField() {
  const app = useApp();
  const device = useExplore((state) => state.device);
  const numbers = NUMBERS.flatMap((number) => {
    const value = device[number.key];
    return value === undefined ? [] : [{ ...number, value }];
  });
  const measured = useMeasurements(({ devices }) => devices);
  return (
    <Popover
      position="bottom-end"
      width={300}
      button={(button) => (
        <button {...button} type="button" className={classes.button}>
          Device: {device.name}
        </button>
      )}
    >
      <Stack>
        <Note>
          Predicted times are a roofline’s: the least a device with these numbers needs. Type in your own; the ones to
          start from are round numbers, not a measurement; Time › Roofline measures this device.
        </Note>
        {numbers.map(({ key, label, unit, scale, step, value }) => (
          <div key={key} className={classes.row}>
            <span>{label}</span>
            <NumberField
              label={`${label}, ${unit}`}
              value={Number((value / scale).toPrecision(6))}
              min={0}
              step={step}
              onCommit={(typed) => {
                if (typed > 0) app.explore.setState({ device: { ...device, name: 'my device', [key]: typed * scale } });
              }}
            />
            <Text as="span" tone="ink-3">
              {unit}
            </Text>
          </div>
        ))}
        {Object.values(measured).map((own) => (
          <LinkButton key={own.name} onClick={() => app.explore.setState({ device: own })}>
            Use what was measured here: {own.name}
          </LinkButton>
        ))}
        <LinkButton onClick={() => app.explore.setState({ device: ASSUMED_DEVICE })}>
          Back to the assumed device
        </LinkButton>
      </Stack>
    </Popover>
  );
}
