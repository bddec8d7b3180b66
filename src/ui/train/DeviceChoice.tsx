import { type DeviceOption, placeText } from '../../present/placeText';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useStudio';
import { Choice } from '../kit/Choice';

const OPTIONS: readonly { readonly value: DeviceOption; readonly label: string }[] = [
  { value: 'exact', label: 'CPU, one thread' },
  { value: 'fastest', label: 'Fastest here' },
  { value: 'webgpu', label: 'GPU' },
];

/** Where updates are computed, and what trials found of it. */
export function DeviceChoice() {
  const { train } = useApp();
  const device = useTrain((state) => state.device);
  const place = useTrain(({ run }) => run?.place ?? null);
  return (
    <>
      <Choice label="Where" value={device} options={OPTIONS} onChange={train.chooseDevice} />
      <p>{placeText(device, place)}</p>
    </>
  );
}
