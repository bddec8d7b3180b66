import type { PictureFormat } from '../../state/view/graphView';
import { IconButton } from '../kit/controls/IconButton';
import { Menu, MenuItem, MenuLabel } from '../kit/controls/Menu';
import { SaveIcon } from '../kit/icons';

const FORMATS: readonly { readonly format: PictureFormat; readonly name: string }[] = [
  { format: 'svg', name: 'SVG' },
  { format: 'png', name: 'PNG' },
  { format: 'mmd', name: 'Mermaid' },
];

/** The drawing as a file: as it is open now, whole. */
export function ExportMenu({ save }: { save: (format: PictureFormat) => Promise<void> }) {
  return (
    <Menu
      position="bottom-end"
      button={(button) => (
        <IconButton {...button} aria-label="Save the picture" data-tip="Save the picture" data-tip-at="bottom">
          <SaveIcon />
        </IconButton>
      )}
    >
      <MenuLabel>The whole picture, as it is open now</MenuLabel>
      {FORMATS.map(({ format, name }) => (
        <MenuItem key={format} onClick={() => void save(format)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
