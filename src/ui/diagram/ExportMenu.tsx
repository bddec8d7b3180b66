import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import type { PictureFormat } from '../../state/view/graphView';

const FORMATS: readonly { readonly format: PictureFormat; readonly name: string }[] = [
  { format: 'svg', name: 'SVG' },
  { format: 'png', name: 'PNG' },
  { format: 'mmd', name: 'Mermaid' },
];

/** What the picture can be saved as. */
export function ExportMenu({ save }: { save: (format: PictureFormat) => Promise<void> }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label="Save the picture" position="bottom-end">
          <ActionIcon variant="subtle" color="gray" size={28} aria-label="Save the picture">
            <svg
              width="16"
              height="16"
              viewBox="0 0 16 16"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinecap="round"
              strokeLinejoin="round"
              aria-hidden
            >
              <path d="M8 2.5v7.5M5 7.25 8 10.25l3-3M3 13h10" />
            </svg>
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>The whole picture, as it is open now</Menu.Label>
        {FORMATS.map(({ format, name }) => (
          <Menu.Item key={format} onClick={() => void save(format)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
