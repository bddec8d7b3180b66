import { type LayersReport, layersFor } from '../../state/timing/measurements';
import { useArchitecture, useMeasurements } from '../app/useStudio';

/** The layers' times, as long as they are those of the network on the screen. */
export function useCurrentLayers(): LayersReport | null {
  const { design } = useArchitecture();
  return layersFor(
    useMeasurements(({ layers }) => layers),
    design,
  );
}
