import { memoised } from '../../memo/memoised';
import { useApp } from '../app/useApp';
import { Palette } from '../palette/Palette';
import { commandsOf } from './commands';
import { places } from './places';

const placesOf = memoised(places);

/** The palette over everything the app can do and show. */
export function PaletteRoom() {
  const app = useApp();
  return <Palette commands={commandsOf(app)} places={placesOf(app)} />;
}
