import type { PictureFormat } from '../../state/view/graphView';
import { IconButton } from '../kit/controls/IconButton';
import { Menu, MenuItem, MenuLabel } from '../kit/controls/Menu';
import { Icon } from '../kit/icons';

const FORMATS: readonly { readonly format: PictureFormat; readonly name: string }[] = [
  { format: 'svg', name: 'SVG' },
  { format: 'png', name: 'PNG' },
  { format: 'mmd', name: 'Mermaid' },
];

export function ExportMenu({ save }: { save: (format: PictureFormat) => Promise<void> }) {
  return (
    <Menu
      position="bottom-end"
      button={(button) => (
        <IconButton {...button} aria-label="Save the picture" data-tip="Save the picture" data-tip-at="bottom">
          <Icon>
            <path d="M8 2.5v7.5M5 7.25 8 10.25l3-3M3 13h10" />
          </Icon>
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
