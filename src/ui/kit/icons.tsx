import type { ReactNode, SVGProps } from 'react';

/** The icons: 16 × 16, one stroke of 1.5, the colour of the text. They are decoration; the control says its name. */
export function Icon({ children }: { children: ReactNode }) {
  return (
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
      {children}
    </svg>
  );
}

/** An icon of one path. */
const iconOf = (d: string, look?: SVGProps<SVGPathElement>) => () => (
  <Icon>
    <path d={d} {...look} />
  </Icon>
);

export const Chevron = iconOf('m6.5 4.5 3.5 3.5-3.5 3.5');
export const ChevronDown = iconOf('m4.5 6.5 3.5 3.5 3.5-3.5');
export const UndoIcon = iconOf('M6 3.5 3 6.5l3 3M3.2 6.5H9a3.5 3.5 0 0 1 0 7H6.5');
export const RedoIcon = iconOf('m10 3.5 3 3-3 3M12.8 6.5H7a3.5 3.5 0 0 0 0 7h2.5');
export const SunIcon = iconOf(
  'M5.25 8a2.75 2.75 0 1 0 5.5 0 2.75 2.75 0 1 0-5.5 0ZM8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
);
export const MoonIcon = iconOf('M13.5 9.6A5.75 5.75 0 0 1 6.4 2.5a5.75 5.75 0 1 0 7.1 7.1Z');
export const SystemIcon = iconOf(
  'M3.25 3h9.5a1.25 1.25 0 0 1 1.25 1.25v5.5a1.25 1.25 0 0 1-1.25 1.25h-9.5a1.25 1.25 0 0 1-1.25-1.25v-5.5a1.25 1.25 0 0 1 1.25-1.25ZM6 13.5h4',
);
export const MoreIcon = iconOf('M3.5 8h.01M8 8h.01M12.5 8h.01', { strokeWidth: '2.25' });
export const CloseIcon = iconOf('m4 4 8 8M12 4l-8 8');
/** The page, of which a panel is marked off. */
const PAGE =
  'M3.5 2.75h9a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5h-9a1.5 1.5 0 0 1-1.5-1.5v-7.5a1.5 1.5 0 0 1 1.5-1.5Z';
export const LeftPanelIcon = iconOf(`${PAGE}M6 2.75v10.5`);
export const RightPanelIcon = iconOf(`${PAGE}M10 2.75v10.5`);
export const DockIcon = iconOf(`${PAGE}M2 9.5h12`);
export const PlayIcon = iconOf('M5 3.25v9.5L12.5 8Z', { fill: 'currentColor' });
export const StopIcon = iconOf('M5 4h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1Z', {
  fill: 'currentColor',
});
export const WarningIcon = iconOf('M8 2.25 14.25 13H1.75ZM8 6.5v3M8 11.25v.01');
export const InfoIcon = iconOf('M2 8a6 6 0 1 0 12 0 6 6 0 1 0-12 0ZM8 7.5V11M8 5v.01');
export const OpenIcon = iconOf(
  'M2 12.25v-8.5c0-.5.4-1 1-1h3.25l1.5 2H13c.6 0 1 .4 1 1v6.5c0 .6-.4 1-1 1H3c-.6 0-1-.4-1-1Z',
);
export const SaveIcon = iconOf('M8 2.5v7.5M5 7.25 8 10.25l3-3M3 13h10');
export const StackIcon = iconOf('m8 2.25 6 3-6 3-6-3ZM2 8.25l6 3 6-3M2 11l6 3 6-3');
export const LinkIcon = iconOf(
  'M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2.1-2.1a2.75 2.75 0 0 0-3.9-3.9l-.6.6M9.25 6.75a2.75 2.75 0 0 0-3.9 0l-2.1 2.1a2.75 2.75 0 0 0 3.9 3.9l.6-.6',
);
export const PinIcon = iconOf('M6 2.5h4M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5');
export const SearchIcon = iconOf('M2.75 7a4.25 4.25 0 1 0 8.5 0 4.25 4.25 0 1 0-8.5 0ZM10.25 10.25l3.5 3.5');
