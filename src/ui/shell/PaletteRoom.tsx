import { Palette } from '../palette/Palette';
import { COMMANDS } from './commands';
import { places } from './places';

const PLACES = places();

/** The palette over everything the app can do and show. */
export function PaletteRoom() {
  return <Palette commands={COMMANDS} places={PLACES} />;
}
